/** What customers' programs call the API with: tokens that they sign themselves (RFC 7519). */
package io.sallyport.web.token;
