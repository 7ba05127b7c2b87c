#!/usr/bin/env python3
"""Gets you a session for AWS tools by your passkey: a credential_process for ~/.aws/config.

Needs Python 3.8 or newer, and a browser on the same computer; see README.md.
"""
import argparse
import base64
import contextlib
import datetime
import hashlib
import hmac
import html
import http.client
import http.server
import json
import os
import pathlib
import re
import secrets
import ssl
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import webbrowser

PATIENCE = 300
# A tool that gets one of less than this would soon have to ask again.
LEAST_LEFT = datetime.timedelta(minutes=5)


def base64url(content):
    return base64.urlsafe_b64encode(content).rstrip(b'=').decode()


def say(text):
    """Tells the person: tools keep what a credential_process writes to the standard streams."""
    try:
        with open('/dev/tty', 'w') as terminal:
            print(text, file=terminal)
    except OSError:
        print(text, file=sys.stderr)


def kept_file(options):
    """Where the session is until it ends: on this computer, and readable by its owner alone."""
    folder = pathlib.Path(os.environ.get('XDG_CACHE_HOME') or pathlib.Path.home() / '.cache') / 'sallyport'
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = '\n'.join([options.portal, options.connection, str(options.write), options.reason])
    return folder / (hashlib.sha256(name.encode()).hexdigest()[:32] + '.json')


@contextlib.contextmanager
def alone(file):
    """Lets one process at a time ask: tools start several, and one page is enough."""
    with open(file.with_suffix('.lock'), 'a') as lock:
        try:
            import fcntl
            fcntl.flock(lock, fcntl.LOCK_EX)
        except (ImportError, OSError):
            # Windows, and some network folders: each asks for itself.
            pass
        yield


def kept(file):
    """The session that is there; None where it is over, or the file is damaged."""
    try:
        session = json.loads(file.read_text())
        ends = datetime.datetime.strptime(session['Expiration'], '%Y-%m-%dT%H:%M:%SZ').replace(tzinfo=datetime.timezone.utc)
        return session if ends - datetime.datetime.now(datetime.timezone.utc) > LEAST_LEFT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(file, session):
    unfinished = file.with_suffix(f'.{os.getpid()}')
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'w') as out:
        json.dump(session, out)
    unfinished.replace(file)


def end(file, why):
    """Ends without a session; whoever waited meanwhile ends, too, and does not ask once more."""
    file.with_suffix('.refused').touch()
    sys.exit(why)


def was_refused(file, since):
    try:
        return file.with_suffix('.refused').stat().st_mtime >= since
    except OSError:
        return False


class Answers(http.server.BaseHTTPRequestHandler):
    """Takes what the browser brings from the portal (RFC 8252, section 7.3)."""

    def do_GET(self):
        words = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        if not hmac.compare_digest(words.get('state', '').encode(), self.server.state.encode()):
            self.tell(404, 'Nothing is here.')
            return
        try:
            self.tell(200, 'Your tool has its code. You can close this page.' if 'code' in words
                      else 'Refused: your tool gets no session. You can close this page.')
        finally:
            # Last of all: with it the process ends.
            self.server.words = words

    def tell(self, status, text):
        page = f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Sallyport</title><p>{html.escape(text)}</p></html>'.encode()
        self.send_response(status)
        self.send_header('Content-Type', 'text/html; charset=utf-8')
        self.send_header('Content-Length', str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        """The address has the code: it is written nowhere."""


def asked(options, file):
    """Has the person asked in their browser; the code, and what shows that it is for this process."""
    verifier, state = base64url(secrets.token_bytes(48)), base64url(secrets.token_bytes(24))
    # A thread for each connection: browsers open some that they send nothing on.
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Answers)
    server.state, server.words, server.timeout = state, None, 1
    question = {
        'connection': options.connection,
        'port': server.server_port,
        'state': state,
        'challenge': base64url(hashlib.sha256(verifier.encode()).digest()),
        'write': str(options.write).lower(),
        'reason': options.reason,
    }
    page = options.portal + '/portal/tool-session?' + urllib.parse.urlencode(question)
    say('Confirm in your browser; if it does not open, open this address in one on this computer:\n' + page)
    # Beside: some browsers keep whoever opens them waiting.
    threading.Thread(target=webbrowser.open, args=(page,), daemon=True).start()
    until = time.monotonic() + PATIENCE
    while server.words is None and time.monotonic() < until:
        server.handle_request()
    server.server_close()
    if server.words is None:
        end(file, 'Nobody confirmed in the browser. Run the command again.')
    if 'code' not in server.words:
        end(file, 'It was refused in the browser.')
    return server.words['code'], verifier


def redeemed(options, trust, code, verifier):
    request = urllib.request.Request(
        options.portal + '/api/v1/tool-sessions',
        json.dumps({'code': code, 'verifier': verifier, 'connection': options.connection}).encode(),
        {'Content-Type': 'application/json'})
    try:
        with urllib.request.urlopen(request, context=trust, timeout=60) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refusal:
        told = refusal.read().decode(errors='replace')
        try:
            problem = json.loads(told)
            sys.exit(f"{problem['title']}. {problem['detail']} ({problem['code']})")
        except (ValueError, KeyError, TypeError):
            sys.exit(f'The portal answered {refusal.code}: {told[:200]}')
    except (OSError, http.client.HTTPException, ValueError) as failure:
        sys.exit(f'The portal cannot be reached, or another one answers: {failure}')


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('portal', help="the portal's address: https://PORTAL")
    parser.add_argument('connection', help="the connection's id, as its page's address has it")
    parser.add_argument('--write', action='store_true', help='the session may change something, too')
    parser.add_argument('--reason', default='', help="why; each request's entry in the trail has it")
    parser.add_argument('--anew', action='store_true',
                        help='run by hand, after you signed out for example: gets another session, and keeps it in place of the one that is not good any more')
    parser.add_argument('--ca', metavar='FILE', help="whom to trust in place of the computer's authorities, PEM")
    options = parser.parse_args()
    options.portal = options.portal.rstrip('/')
    if not re.fullmatch(r'https://[^/?#\s]+', options.portal):
        parser.error("the portal's address begins with https:// and has no path")
    try:
        trust = ssl.create_default_context(cafile=options.ca)
    except OSError as failure:
        parser.error(f'{options.ca}: {failure}')
    # A browser that is started prints what it likes: the tool reads the session alone.
    out = os.fdopen(os.dup(1), 'w')
    os.dup2(2, 1)
    began = time.time()
    file = kept_file(options)
    with alone(file):
        session = None if options.anew else kept(file)
        if session is None:
            if was_refused(file, began):
                sys.exit('It was refused, or not confirmed, for another process that asked at the same time.')
            session = redeemed(options, trust, *asked(options, file))
            keep(file, session)
    # What stands on a screen is seen by others, and stays.
    print(f"Kept until {session['Expiration']}." if out.isatty() else json.dumps(session), file=out, flush=True)


if __name__ == '__main__':
    main()
