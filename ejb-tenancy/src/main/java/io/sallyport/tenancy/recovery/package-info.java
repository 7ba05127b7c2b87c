/**
 * Getting back in without a passkey: somebody makes a new one and reads out a code; those who know
 * them say whose it is. No question, no code that is kept, no link that could be caught.
 */
package io.sallyport.tenancy.recovery;
