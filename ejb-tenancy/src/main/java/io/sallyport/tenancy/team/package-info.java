/** A company's people: who there is, what they may do, who is invited, who lost their passkey. */
package io.sallyport.tenancy.team;
