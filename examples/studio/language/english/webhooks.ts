import type { Formats } from '../formats.ts'

/** UI strings for the webhooks page. */
export const createEnglishWebhooks = ({ pluralize }: Formats) => ({
  webhooks: {
    title: 'Webhooks',
    description:
      'A webhook starts a published workflow when another system calls its URL. Each Webhook node has a webhook, which is off until you turn it on.',
    needsServer:
      'Webhooks start workflows on a server, even when this page is closed. Connect a server to use webhooks.',
    empty:
      'An HTTP request to a webhook starts a published workflow. Add a Webhook node to a workflow and publish the workflow.',
    webhookLabel: (name: string, workflow: string): string => `Webhook “${name}” in ${workflow}`,
    noUrl: 'No URL yet',
    secretUrl: 'URL with a token',
    url: 'URL',
    offHint: 'Turn the webhook on to create its URL.',
    newUrl: 'Copy this URL now. It is shown only once.',
    hiddenUrl: 'The URL contains a token and was shown only once. If you lost it, replace the token.',
    previousUrl: (time: string): string => `The previous URL works until ${time}.`,
    copy: 'Copy URL',
    copied: 'URL copied.',
    copyFailed: 'The browser did not allow copying. Select the URL and copy it.',
    keepPreviousUrl: 'Keep previous URL for',
    overlap: {
      none: 'Don’t keep',
      hours: (count: number): string => pluralize(count, 'hour', 'hours'),
      days: (count: number): string => pluralize(count, 'day', 'days'),
    },
    rotate: 'Replace token',
    access: 'Access',
    scheme: 'Authentication',
    schemes: {
      none: 'None',
      bearer: 'Bearer token',
      standard: 'Standard Webhooks',
      github: 'GitHub signature',
      stripe: 'Stripe signature',
      slack: 'Slack signature',
      square: 'Square signature',
      twilio: 'Twilio signature',
      hmac: 'HMAC of the body',
    },
    unauthenticatedHint: 'Anyone who knows the URL can start runs. Select an authentication method.',
    secret: 'Secret',
    storedSecret: 'Stored. Enter a new secret to replace it.',
    signatureHeader: 'Signature header',
    signatureAlgorithm: 'Hash function',
    allowRepeats: 'Run equal requests with another delivery ID',
    allowRepeatsHint:
      'The delivery ID is not signed. If equal requests may run again, anyone who captured a request can repeat it.',
    path: 'Custom URL path (optional)',
    allowedAddresses: 'Allowed IP addresses and networks (empty: all)',
    allowedOrigins: 'Pages that can call the webhook (origins; * for all)',
    requestsPerMinute: 'Requests per minute',
    save: 'Save',
    saved: (name: string): string => `Access settings for “${name}” saved.`,
    deliveries: 'Latest requests',
    noDeliveries: 'Received requests appear here.',
    started: 'Run started',
    showAll: 'Show webhooks for all workflows',
    latestRequests: 'URL and latest requests',
    listen: 'Listen for a test request',
    listenAgain: 'Listen again',
    testTitle: 'Listen for a test request',
    testNode: 'Webhook',
    testPreparing: 'Creating a test URL…',
    testIntroduction:
      'Send a request to this URL. The URL works for one request and does not start a run. It works even if the webhook is off or the workflow is not published.',
    listening: (until: string): string => `Listening until ${until}…`,
    testExpired: 'No request arrived within ten minutes.',
    testReceived: 'request received',
    testData: 'Data',
    testQuery: 'Query parameters',
    testHeaders: 'Headers',
    testSignature: (reason: 'missing' | 'invalid' | 'expired'): string =>
      reason === 'missing'
        ? 'The request has no signature or token. The webhook would reject it.'
        : reason === 'expired'
          ? 'The signed timestamp is too old or in the future. The webhook would reject the request.'
          : 'The signature or token is not valid. The webhook would reject the request.',
    testMethod: (method: string): string => `The Webhook node accepts only ${method} requests.`,
    testTooLarge: (length: number): string =>
      `The data is too large to save as sample data (at most ${pluralize(length, 'character', 'characters')}).`,
    saveSample: 'Save as sample data',
    sampleSaved: 'Sample data saved.',
  },
})
