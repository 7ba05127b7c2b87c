/** The vendor's own staff: support, operators, security officers and auditors. */
package io.sallyport.web.staff;
