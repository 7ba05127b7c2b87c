package io.sallyport.tests.site;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** A DNS server that knows the TXT records it was told, and nothing else. */
public final class Names implements AutoCloseable {
  private static final int LONGEST = 512;

  private final Map<String, String> records = new ConcurrentHashMap<>();
  private final DatagramSocket socket;

  Names() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread answering = new Thread(this::answerAll, "names");
    answering.setDaemon(true);
    answering.start();
  }

  /** Where it listens, on the loopback address. */
  int port() {
    return socket.getLocalPort();
  }

  /** From now on the name has that one TXT record. */
  public void put(String name, String text) {
    records.put(name + ".", text);
  }

  private void answerAll() {
    byte[] bytes = new byte[LONGEST];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        socket.receive(packet);
        byte[] answer = answer(new Message(bytes)).toWire();
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (SocketException e) {
        return;
      } catch (IOException e) {
        // A question that cannot be read has no answer.
        continue;
      }
    }
  }

  private Message answer(Message question) {
    Name name = question.getQuestion().getName();
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.addRecord(question.getQuestion(), Section.QUESTION);
    String text = records.get(name.toString());
    if (text == null) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    } else {
      answer.addRecord(new TXTRecord(name, DClass.IN, 60, text), Section.ANSWER);
    }
    return answer;
  }

  @Override
  public void close() {
    socket.close();
  }
}
