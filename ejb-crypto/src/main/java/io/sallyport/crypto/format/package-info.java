/** How text from outside is read: strictly. */
package io.sallyport.crypto.format;
