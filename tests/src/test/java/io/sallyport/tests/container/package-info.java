/** Tests inside Open Liberty, run by Arquillian: who may call what, and what the database keeps. */
package io.sallyport.tests.container;
