import { message } from '../message.ts'
import type { ReferenceEntries } from './reference-entry.ts'

/** Requests, databases, mail, files and secrets in runs. */
export const outsideReference = {
  'database.connection': {
    meaning: 'A Database query node uses a secret whose value is not a PostgreSQL URL.',
    params: { secret: 'warehouse' },
  },
  'database.insecure-connection': {
    meaning:
      'The database does not support encryption, or its certificate cannot be verified. The password was not sent.',
    params: { host: 'db.example.com', reason: 'self-signed certificate' },
  },
  'database.refused': {
    meaning: 'PostgreSQL rejected the statement in a Database query node.',
    params: { position: '15', reason: 'relation "order" does not exist', next: '' },
  },
  'database.unreachable': {
    meaning: 'The server or command line could not connect to the database that a Database query node uses.',
    params: { host: 'db.example.com', reason: 'connection refused' },
  },
  'egress.connection-failed': {
    meaning: 'A connection was established, but it was closed before the response was complete.',
    params: { reason: message('egress.connection-closed', {}) },
  },
  'egress.certificate': {
    meaning: 'The TLS certificate of a host has expired, is self-signed, or was issued for another host name.',
    params: { code: 'CERT_HAS_EXPIRED' },
  },
  'egress.redirect': { meaning: 'The host redirects in a loop or too many times.', params: { max: 5 } },
  'egress.request': {
    meaning: 'A request from a node has a method, header or URL that is not valid in HTTP.',
    params: { reason: 'invalid header name' },
  },
  'egress.unknown-host': 'The host name cannot be resolved to an IP address.',
  'egress.unreachable': {
    meaning: 'The host exists, but no connection to its port could be established.',
    params: { port: 443, reason: message('egress.connection-refused', {}) },
  },
  'file.exists': {
    meaning: 'A file with this name already exists, and the Write file node is not set to overwrite files.',
    params: { path: 'reports/2026.csv' },
  },
  'file.link': {
    meaning:
      'A path in the folder that is open to workflows contains a symbolic link, which could lead outside the folder.',
    params: { path: 'reports/latest.csv' },
  },
  'file.not-read': {
    meaning: 'A Read file node cannot open its file in the folder that is open to workflows.',
    params: { path: 'reports/2026.csv', code: 'ENOENT' },
  },
  'file.not-regular': {
    meaning: 'The path of a Read file node refers to a folder or a device.',
    params: { path: 'reports' },
  },
  'file.not-written': {
    meaning: 'A Write file node could not create its file or write to it.',
    params: { path: 'reports/2026.csv', code: 'ENOSPC' },
  },
  'file.path': {
    meaning: 'A path is outside the folder that is open to workflows, or is not valid on every operating system.',
    params: { path: '../orders.csv', reason: message('file.path-outside', {}) },
  },
  'mail.refused': {
    meaning: 'The mail server rejected the email of an Email or Notification node.',
    params: { host: 'mail.example.com', reason: '535 authentication failed', next: 'credentials' },
  },
  'mail.server': {
    meaning: 'An Email or Notification node uses a secret whose value is not an SMTP URL.',
    params: { secret: 'mail' },
  },
  'secret.unusable':
    'The value of a secret that is sent in a header contains a line break, which is often the one at the end of a file.',
  'secret.host-not-bound': {
    meaning: 'A node would send a secret to a host that the secret is not bound to.',
    params: { name: 'crm-token', count: 1, hosts: ['crm.example.com'] },
  },
  'secret.in-response': {
    meaning:
      'A service returned the secret that was sent to it, in a binary format, an archive or a workbook. In text, secrets are masked; other formats would be damaged by that.',
    params: { name: 'crm-token', host: 'crm.example.com' },
  },
  'secret.short': {
    meaning:
      'A stored secret is so short that it occurs in unrelated text. It is masked there too. The secret is stored nevertheless.',
    params: { name: 'pin', min: 8 },
  },
  'secret.unencrypted': {
    meaning: 'A node would send a secret over HTTP, where others on the network could read it.',
    params: { name: 'crm-token' },
  },
  'secret.public-suffix': {
    meaning:
      'A secret is bound to every host below a public suffix such as *.com or *.github.io, where anyone can register names.',
    params: { name: 'crm-token', host: '*.com' },
  },
  'secret.unknown': {
    meaning: 'A node uses a secret that does not exist in the environment in which the workflow runs.',
    params: { name: 'crm-token' },
  },
  'egress.broker-header': {
    meaning:
      'A node or a remote agent sets a header that routes or frames the request, such as Host, X-Forwarded-Host or Content-Length. With it, the request and its secrets could reach another service behind the same address.',
    params: { name: 'Host' },
  },
  'egress.content-encoding': {
    meaning:
      'A service compressed its response to a request with a secret in a way that is not supported, so the secret could not be searched for in it.',
    params: { encoding: 'zstd' },
  },
  'egress.credentials':
    'A URL has the form https://user:password@host. The password would be visible in the document and in the run record.',
  'egress.redirect.body': {
    meaning:
      'A host redirects a request with a body (status 307 or 308) to another host. The redirect was not followed.',
    params: { from: 'api.example.com', to: 'upload.example.net' },
  },
  'egress.redirect.unencrypted': {
    meaning: 'A host that was requested with https redirects to http. The redirect was not followed.',
    params: { from: 'https://api.example.com', to: 'api.example.com' },
  },
  'egress.address': {
    meaning: 'A node requests a URL that is not valid, or whose scheme is not HTTP or HTTPS.',
    params: { address: '"ftp://api.example.com"' },
  },
  'access.not-granted.host': {
    meaning:
      'A run of an imported or shared workflow tried to send a request to a host that has not been granted to the workflow.',
    params: { host: 'api.example.com' },
  },
  'access.not-granted.secret': {
    meaning: 'A run of an imported or shared workflow tried to use a secret that has not been granted to the workflow.',
    params: { name: 'github' },
  },
  'access.not-granted.tool': {
    meaning:
      'A run of an imported or shared workflow tried to use a folder or language model, which has not been granted to the workflow.',
    params: { name: 'folder' },
  },
  'access.not-needed': {
    meaning: 'A request tried to grant access to a workflow that was not imported.',
    params: { name: 'Orders' },
    solution: 'No action is required. Workflows that you created do not need access grants.',
  },
  'egress.host-not-allowed':
    'A run can send requests only to hosts that the page, the server or the command line allows.',
  'egress.private-address': {
    meaning:
      'A public host name resolves to a private address. Requests to it are blocked, because they could reach internal services.',
    params: { address: '10.0.0.12' },
  },
  'egress.timeout': {
    meaning: 'A request exceeded its timeout, or the host stopped sending data before the response was complete.',
    params: { phase: 'total', limit: 30_000 },
  },
  'egress.too-large': {
    meaning: 'A response exceeded the size limit of the node, and the remaining data was not read.',
    params: { limit: 100_000_000 },
  },
  'egress.headers-too-large': {
    meaning: 'The headers of a response exceed the size limit, which is larger than the headers of typical services.',
    params: { limit: 65_536 },
  },
  'environment.invalid.hosts': {
    meaning:
      'The list of allowed hosts in an environment variable or option contains an entry that is not a valid host.',
    params: { setting: 'AW_ALLOW_HOSTS', value: '"https://api.example.com"' },
  },
} as const satisfies ReferenceEntries
