/** Issues certificates: at the ceremony to the site's nodes, at enrolment to companies' own. */
package io.sallyport.crypto.authority;
