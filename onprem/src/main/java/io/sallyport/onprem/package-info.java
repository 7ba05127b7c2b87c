/** The tool with which a customer's IT enrols, renews, examines and audits their node. */
package io.sallyport.onprem;
