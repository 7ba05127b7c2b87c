package io.sallyport.tenancy.connection;

import io.sallyport.contract.connection.DueConnections;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Local;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What is due, and what is sound, as the database says it. */
@Stateless
@Local(DueConnections.class)
@RolesAllowed("decrypt-node")
public class DueConnectionRecords implements DueConnections {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Override
  public Optional<Due> claim() {
    List<?> rows =
        entities
            .createNativeQuery(
                "select tenant_id, connection_id from claim_due_connection()", Object[].class)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new Due(new TenantId((UUID) row[0]), new ConnectionId((UUID) row[1])))
        .findFirst();
  }

  @Override
  public Map<ConnectionId, Integer> sound(Set<ConnectionId> connections) {
    List<?> rows =
        entities
            .createNativeQuery(
                "select connection_id, version from sound_connections(cast(:held as uuid[]))",
                Object[].class)
            .setParameter(
                "held",
                connections.stream()
                    .map(ConnectionId::toString)
                    .collect(Collectors.joining(",", "{", "}")))
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .collect(Collectors.toMap(row -> new ConnectionId((UUID) row[0]), row -> (Integer) row[1]));
  }
}
