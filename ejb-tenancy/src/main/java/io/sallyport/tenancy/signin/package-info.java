/** Who is signed in with which browser: {@link io.sallyport.tenancy.signin.SignIns} is its root. */
package io.sallyport.tenancy.signin;
