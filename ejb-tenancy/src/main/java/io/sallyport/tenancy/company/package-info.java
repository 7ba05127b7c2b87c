/** A company that registers, and the people who sign in for it. */
package io.sallyport.tenancy.company;
