/** The keys that protect what is sealed, as everybody may see and check them. */
package io.sallyport.web.keys;
