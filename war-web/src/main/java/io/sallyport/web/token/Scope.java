package io.sallyport.web.token;

import io.sallyport.tenancy.client.ApiScope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a token must allow to call this operation. An operation without it cannot be called with a
 * token at all; whoever has signed in is not concerned.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Scope {
  /** The scope. */
  ApiScope value();
}
