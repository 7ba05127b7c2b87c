#!/usr/bin/env bash
# Calls Sallyport's REST API. Needs bash, openssl (3.0 or newer) and curl; see README.md.
set -euo pipefail

usage() {
  echo 'sallyport.sh new-key KEY' >&2
  echo 'sallyport.sh connections PORTAL CLIENT-ID KEY [CA.pem]' >&2
  echo 'sallyport.sh aws-session PORTAL CLIENT-ID KEY CONNECTION [CA.pem]' >&2
  echo 'sallyport.sh aws-writing-session PORTAL CLIENT-ID KEY CONNECTION [CA.pem]' >&2
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

# call PORTAL CLIENT-ID KEY CA SCOPE PATH [curl's options]
call() {
  local portal=$1 client=$2 key=$3 ca=$4 scope=$5 path=$6
  shift 6
  # The token comes through a pipe: what stands on a command line is seen by everybody on the machine.
  token "$client" "$key" "$portal/api/v1" "$scope" | sed 's/^/Authorization: Bearer /' \
    | curl --fail-with-body --silent --show-error ${ca:+--cacert "$ca"} --header @- "$@" "$portal/api/v1/$path"
  echo
}

# session PORTAL CLIENT-ID KEY CA SCOPES CONNECTION WRITE
session() {
  call "$1" "$2" "$3" "$4" "$5" "connections/$6/tool-sessions" \
    --request POST --header 'Content-Type: application/json' --data "{\"write\": $7}"
}

case "${1:-} $#" in
  'new-key 2')
    new_key "$2" ;;
  'connections 4' | 'connections 5')
    call "$2" "$3" "$4" "${5:-}" connections:read connections ;;
  'aws-session 5' | 'aws-session 6')
    session "$2" "$3" "$4" "${6:-}" requests:send "$5" false ;;
  'aws-writing-session 5' | 'aws-writing-session 6')
    session "$2" "$3" "$4" "${6:-}" 'requests:send requests:write' "$5" true ;;
  *)
    usage ;;
esac
