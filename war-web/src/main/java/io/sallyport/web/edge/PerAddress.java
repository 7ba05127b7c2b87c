package io.sallyport.web.edge;

import io.sallyport.tenancy.limit.Limit;
import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How often one network address may call this. A method's own limits replace its class's. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PerAddress {
  /** Each of them counts. */
  Limit[] value();
}
