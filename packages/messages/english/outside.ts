/** Messages about HTTP, databases, email, files and secrets in runs on a server or on the command line. */
export const outsideMessages = {
  'database.connection': 'The secret "{$secret}" is not a PostgreSQL URL.',
  'database.connection.hint': 'Set the secret to a URL such as postgres://user:password@host:5432/database.',
  'database.insecure-connection':
    'The connection to the database at "{$host}" is not secure, so nothing was sent: {$reason}.',
  'database.insecure-connection.hint':
    'Use a certificate for this host name that this computer trusts (NODE_EXTRA_CA_CERTS). On a private network, you can use sslmode=disable, which sends data unencrypted.',
  'database.refused':
    '.input {$position :string} .match $position || {{PostgreSQL error: {$reason}.}} * {{PostgreSQL error at character {$position}: {$reason}.}}',
  'database.refused.hint':
    '.input {$next :string} .match $next || {{Check the statement and its parameters.}} |read-only| {{Allow the node to write.}} * {{{$next}}}',
  'database.unreachable': 'The connection to the database at "{$host}" failed: {$reason}.',
  'database.unreachable.hint': 'Try again later.',
  'access.not-granted.host': 'The imported workflow is not allowed to send requests to "{$host}".',
  'access.not-granted.host.hint':
    'Check the workflow, then grant access to the host: run the workflow again in the studio, use PUT /api/v1/workflows/…/access on a server, or use --grant host:{$host} on the command line.',
  'access.not-granted.secret': 'The imported workflow is not allowed to use the secret "{$name}".',
  'access.not-granted.secret.hint':
    'Check the workflow, then grant access to the secret: run the workflow again in the studio, use PUT /api/v1/workflows/…/access on a server, or use --grant secret:{$name} on the command line.',
  'access.not-granted.tool':
    '.input {$name :string} .match $name folder {{The imported workflow is not allowed to read and write files.}} * {{The imported workflow is not allowed to use language models.}}',
  'access.not-granted.tool.hint':
    'Check the workflow, then grant access to the tool "{$name}": run the workflow again in the studio, use PUT /api/v1/workflows/…/access on a server, or use --grant {$name} on the command line.',
  'egress.connection-failed': 'The connection to "{$host}" failed: {$reason :message}.',
  'egress.connection-failed.hint': 'Try again later. If it happens again, contact the operator of the service.',
  'egress.certificate': 'The certificate of "{$host}" is not trusted ({$code}).',
  'egress.certificate.hint': 'Contact the operator of the service.',
  'egress.connection-closed': 'the connection was closed',
  'egress.connection-refused': 'the connection was refused',
  'egress.no-response': 'no response',
  'egress.no-route': 'no network route',
  'egress.redirect': '"{$host}" redirects more than {$max :integer} times.',
  'egress.redirect.hint': 'Use the final URL.',
  'egress.request': 'The request is not valid: {$reason}.',
  'egress.request.hint': 'Check the method, URL and headers of the request.',
  'egress.connection-timed-out': 'the connection timed out',
  'egress.tls': 'the TLS handshake failed',
  'egress.unknown-host': 'The host "{$host}" was not found.',
  'egress.unknown-host.hint': 'Check the spelling of the host name and the network connection.',
  'egress.unreachable': 'Port {$port} of "{$host}" is not reachable: {$reason :message}.',
  'egress.unreachable.hint': 'Check the host and the port, and that the service is running.',
  'file.exists': 'The file "{$path}" already exists.',
  'file.exists.hint': 'Choose another name, or allow the node to overwrite files.',
  'file.link': '"{$path}" is or passes through a symbolic link, which is not allowed.',
  'file.link.hint': 'Copy the file itself into the folder.',
  'file.not-read':
    '.input {$code :string} .match $code dataset {{The page has no dataset "{$path}".}} ENOENT {{The file "{$path}" does not exist.}} ENOTDIR {{The file "{$path}" does not exist.}} EACCES {{No permission to read "{$path}".}} * {{"{$path}" could not be read ({$code}).}}',
  'file.not-read.hint':
    '.input {$code :string} .match $code dataset {{Add the file to the page.}} * {{Check the path and the folder that is open to workflows.}}',
  'file.not-regular': '"{$path}" is not a file.',
  'file.not-regular.hint': 'Enter the path of a file in the folder.',
  'file.not-written': '"{$path}" could not be written ({$code}).',
  'file.not-written.hint': 'Check the permissions of the folder and the free disk space.',
  'file.path': 'The path {$path} is not allowed: {$reason :message}.',
  'file.path.hint': 'Use a relative path such as reports/2026.csv.',
  'file.path-absolute': 'it is absolute',
  'file.path-backslash': 'it contains a backslash',
  'file.path-colon': 'it contains a colon',
  'file.path-control-character': 'it contains a control character',
  'file.path-device': '"{$part}" is a Windows device name',
  'file.path-empty': 'it is empty',
  'file.path-empty-part': 'it contains an empty part',
  'file.path-hidden': '"{$part}" is a hidden file or folder',
  'file.path-outside': 'it leads outside the folder',
  'file.path-too-long': '"{$part}" is longer than 200 bytes',
  'file.path-trailing': '"{$part}" ends with a dot or a space',
  'mail.refused': 'The mail server "{$host}" rejected the email: {$reason}.',
  'mail.refused.hint':
    '.input {$next :string} .match $next credentials {{Check the user name and password in the secret.}} retry {{Try again later.}} * {{Check the sender and the recipients.}}',
  'mail.server': 'The secret "{$secret}" is not an SMTP URL.',
  'mail.server.hint': 'Set the secret to a URL such as smtps://user:password@mail.example.com.',
  'secret.unusable': 'A secret contains a line break, which is not allowed in a header.',
  'secret.unusable.hint': 'Set the secret again without the line break.',
  'secret.host-not-bound': 'The secret "{$name}" must not be sent to "{$host}".',
  'secret.host-not-bound.hint':
    '.input {$count :integer} .match $count 0 {{The secret has no hosts. Add this host to the secret if that is intended.}} * {{The secret is bound to {$hosts :list}. Add this host to the secret if that is intended.}}',
  'secret.in-response':
    'The response from "{$host}" contains the secret "{$name}" in a format in which it cannot be masked, so it was rejected.',
  'secret.in-response.hint':
    'Request the data as JSON, CSV or other text, or use a URL that does not return the secret.',
  'secret.short':
    'The secret "{$name}" has fewer than {$min :integer} characters. Text that contains it by chance is masked, and files that do are rejected.',
  'secret.short.hint': 'Use a longer secret if the service offers one.',
  'secret.unencrypted': 'The secret "{$name}" would be sent to "{$host}" unencrypted.',
  'secret.unencrypted.hint': 'Use an https:// URL.',
  'secret.public-suffix':
    'The secret "{$name}" is bound to "{$host}", which includes hosts that belong to different owners.',
  'secret.public-suffix.hint': 'Bind it to hosts that belong to one owner, such as api.example.com or *.example.com.',
  'secret.unknown': 'The secret "{$name}" does not exist here.',
  'secret.unknown.hint':
    'Add it where the workflow runs: in the page, on the server, or on the command line as AW_SECRET_NAME.',
  'egress.broker-header':
    'The header "{$name}" is not allowed, because it determines where the request goes or where it ends.',
  'egress.broker-header.hint': 'Remove the header, and put the host to contact in the URL.',
  'egress.content-encoding': 'The response from "{$host}" is encoded as "{$encoding}", which cannot be decoded here.',
  'egress.content-encoding.hint': 'Set the header "Accept-Encoding" to "gzip".',
  'egress.credentials': 'The URL of {$host} contains a user name or a password.',
  'egress.credentials.hint': 'Store them as a secret, and select the secret in the node.',
  'egress.redirect.body': '"{$from}" redirects a request with a body to "{$to}". The body was not sent there.',
  'egress.redirect.body.hint': 'If "{$to}" is allowed to receive the body, use its URL in the node.',
  'egress.redirect.unencrypted': '{$from} redirects to http://{$to}, which is not encrypted.',
  'egress.redirect.unencrypted.hint': 'Use a URL that redirects to https.',
  'egress.address': '{$address} is not a valid HTTP(S) URL.',
  'egress.address.hint': 'Use a URL that begins with https:// or http://.',
  'egress.host-not-allowed': 'Requests to "{$host}" are not allowed here.',
  'egress.host-not-allowed.hint': 'Ask your administrator to add "{$host}" to the allowed hosts.',
  'egress.private-address':
    '.input {$address :string} .match $address || {{"{$host}" is an address on this computer or in its private network.}} * {{"{$host}" resolves to {$address}, an address on this computer or in its private network.}}',
  'egress.private-address.hint': 'If that is intended, add "{$host}" to the allowed hosts.',
  'egress.timeout':
    '.input {$phase :string} .match $phase idle {{"{$host}" sent no data for {$limit :duration}.}} * {{The request to "{$host}" took longer than {$limit :duration}.}}',
  'egress.timeout.hint': 'Try again later, or raise the timeout.',
  'egress.too-large': 'The response from "{$host}" is larger than {$limit :bytes}.',
  'egress.too-large.hint': 'Request less data at a time, or raise the limit if the node has one.',
  'egress.headers-too-large': 'The response from "{$host}" has more than {$limit :bytes} of headers.',
  'egress.headers-too-large.hint': 'Use another URL.',
  'environment.invalid.hosts': '{$setting} contains {$value}, which is not a host.',
  'environment.invalid.hosts.hint':
    'Separate hosts with commas: api.example.com, *.example.org, localhost:8080, or * for every public host.',
} as const
