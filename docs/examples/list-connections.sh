#!/usr/bin/env bash
# Lists a company's connections, through Sallyport's REST API. Needs bash, openssl (3.0 or newer) and
# curl; see README.md.
set -euo pipefail

usage() {
  echo 'list-connections.sh new-key KEY' >&2
  echo 'list-connections.sh PORTAL CLIENT-ID KEY [CA.pem]' >&2
  exit 2
}

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

binary() {
  printf '%b' "$(sed 's/../\\x&/g')"
}

# Makes KEY.pem, which stays here, and KEY.jwk, whose text is pasted into the portal.
new_key() {
  (umask 077 && openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.pem")
  # A P-256 key in DER ends with its two coordinates, 32 bytes each.
  local point x y
  point=$(openssl pkey -in "$1.pem" -pubout -outform DER | tail -c 64 | od -An -v -tx1 | tr -d ' \n')
  x=$(printf '%s' "${point:0:64}" | binary | base64url)
  y=$(printf '%s' "${point:64}" | binary | base64url)
  # In this order and without spaces its SHA-256 is the key's name (RFC 7638).
  printf '{"crv":"P-256","kty":"EC","x":"%s","y":"%s"}' "$x" "$y" > "$1.jwk"
  cat "$1.jwk"
  echo
}

# A signature as a JWS has it: the two numbers, 32 bytes each, in place of OpenSSL's DER.
sign() {
  openssl dgst -sha256 -sign "$1.pem" | openssl asn1parse -inform DER \
    | sed -n 's/.*INTEGER *://p' | while read -r number; do printf '%64s' "$number" | tr ' ' 0; done \
    | binary | base64url
}

# A token for one request: Sallyport accepts each once.
token() {
  local client=$1 key=$2 audience=$3 scope=$4 now kid header claims text
  now=$(date +%s)
  kid=$(openssl dgst -sha256 -binary "$key.jwk" | base64url)
  header=$(printf '{"alg":"ES256","typ":"JWT","kid":"%s"}' "$kid" | base64url)
  claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","iat":%d,"exp":%d,"jti":"%s","scope":"%s"}' \
    "$client" "$client" "$audience" "$now" "$((now + 120))" "$(openssl rand -hex 16)" "$scope" | base64url)
  text="$header.$claims"
  printf '%s.%s' "$text" "$(printf '%s' "$text" | sign "$key")"
}

if [ $# -eq 2 ] && [ "$1" = new-key ]; then
  new_key "$2"
elif [ $# -eq 3 ] || [ $# -eq 4 ]; then
  api="$1/api/v1"
  # The token comes through a pipe: what stands on a command line is seen by everybody on the machine.
  token "$2" "$3" "$api" connections:read | sed 's/^/Authorization: Bearer /' \
    | curl --fail-with-body --silent --show-error ${4:+--cacert "$4"} --header @- "$api/connections"
  echo
else
  usage
fi
