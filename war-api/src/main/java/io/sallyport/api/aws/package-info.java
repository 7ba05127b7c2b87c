/** AWS, whoever asks it: where it is, what it says when it refuses, and how requests are signed. */
package io.sallyport.api.aws;
