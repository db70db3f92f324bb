/** What to do about an error of AWS, of the SDK or of the network, by its name or code. */
const hints: readonly (readonly [pattern: RegExp, hint: string])[] = [
  [
    /CredentialsProviderError|^Credential is missing/,
    'No AWS credentials were found. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (DynamoDB Local takes any), or log in: aws sso login.',
  ],
  [/Region is missing/, 'No AWS region is set. Give --region, or set AWS_REGION.'],
  [
    /ExpiredToken|TokenRefreshRequired|token.*expired/i,
    'The AWS credentials have expired. Log in again (aws sso login), or renew the session token.',
  ],
  [
    /UnrecognizedClient|InvalidSignature|InvalidClientTokenId|MissingAuthenticationToken/,
    'AWS does not know these credentials. Check AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN.',
  ],
  [
    /AccessDenied/,
    'These credentials may not do this. Allow them the operation that is named, on this table and its indexes.',
  ],
  [
    /ResourceNotFound/,
    'There is no such table there. Check --table, --region (AWS_REGION) and --endpoint (DYNAMODB_URL), and whose credentials are used.',
  ],
  [/ResourceInUse/, 'The table is there already, or is being changed. `monotable table diff` says how it differs.'],
  [
    /EPROTO|wrong version number|ERR_SSL/,
    'The server does not speak TLS there, or not as expected. Check whether --endpoint (DYNAMODB_URL) is to begin with http:// or https://.',
  ],
  [
    /CERT_|self.signed certificate|unable to verify the first/,
    'The certificate of the server is not trusted. Check --endpoint (DYNAMODB_URL), or name the authority in NODE_EXTRA_CA_CERTS.',
  ],
  [
    /^Unknown(Error)?$|Deserialization error|is not valid JSON/,
    'What answers there is not DynamoDB. Check --endpoint (DYNAMODB_URL), and proxies on the way.',
  ],
  [
    /ECONNREFUSED|ENOTFOUND|ECONNRESET|EHOSTUNREACH|EAI_AGAIN|TimeoutError|ETIMEDOUT/,
    'The server does not answer. Check --endpoint (DYNAMODB_URL), --region (AWS_REGION) and the network; a DynamoDB Local must have been started.',
  ],
  [
    /Throttling|ProvisionedThroughputExceeded|RequestLimitExceeded/,
    'DynamoDB throttles. Go slower, or give the table more capacity, and repeat it.',
  ],
]

/** A sentence on what to do about an error, or about what caused it; nothing where none is known. */
export function awsHint(error: unknown): string | undefined {
  for (const text of chain(error).flatMap(namesOf)) {
    const [, hint] = hints.find(([pattern]) => pattern.test(text)) ?? []
    if (hint) return hint
  }
  return undefined
}

/** An error and its causes, those of a group too. */
function chain(error: unknown): readonly unknown[] {
  if (typeof error !== 'object' || error === null) return []
  const { cause, errors } = error as { cause?: unknown; errors?: unknown }
  return [error, ...chain(cause), ...(Array.isArray(errors) ? errors.flatMap(chain) : [])]
}

function namesOf(error: unknown): readonly string[] {
  const { name, code, message } = error as { name?: unknown; code?: unknown; message?: unknown }
  return [name, code, message].filter(text => typeof text === 'string')
}
