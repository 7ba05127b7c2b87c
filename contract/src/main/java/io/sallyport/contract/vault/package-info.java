/** The wall between the sealed records, the vault that opens them, and those who ask. */
package io.sallyport.contract.vault;
