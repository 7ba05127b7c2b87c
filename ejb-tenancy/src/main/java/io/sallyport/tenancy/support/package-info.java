/**
 * What the vendor's support may see of a customer: that things exist and how they are, no content.
 */
package io.sallyport.tenancy.support;
