import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifySignature, type SignatureOptions, type WebhookScheme } from './webhook-signature.ts'

const verify = (
  options: Partial<SignatureOptions> & { scheme: WebhookScheme },
  headers: Record<string, string>,
  body: string,
  now = 0,
  { method = 'POST', urls = ['https://aw.example/hooks/a'] } = {},
) =>
  verifySignature(
    {
      secret: '',
      header: 'x-signature',
      toleranceSeconds: 300,
      ...options,
    },
    { readHeader: (name) => headers[name], body: Buffer.from(body), method, urls },
    now,
  )

it.each(['whsec_', 'whsec_••••••••', 'whsec_********', 'whsec_AAAAAAAAAAAA', ''])(
  'accepts nothing that is signed with %j',
  (secret) => {
    const key = secret === 'whsec_AAAAAAAAAAAA' ? Buffer.alloc(9) : ''
    const value = `v1,${createHmac('sha256', key).update('a.1.body').digest('base64')}`
    const headers = { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': value }
    expect(verify({ scheme: 'standard', secret }, headers, 'body')).toEqual({ isValid: false, reason: 'invalid' })
  },
)

describe('Standard Webhooks', () => {
  // The example of the specification.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const body = '{"test": 2432232314}'
  const now = 1_614_265_330_000
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  }
  const options = { scheme: 'standard', secret } as const

  it('accepts the example of the specification, also as the second of two signatures', () => {
    const valid = { isValid: true, replayKey: 'id:msg_p5jXN8AQM9LWM0D4loKWxJek' }
    expect(verify(options, headers, body, now)).toEqual(valid)
    const rotated = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }
    expect(verify(options, rotated, body, now)).toEqual(valid)
    const svix = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.replace('webhook', 'svix'), value]),
    )
    expect(verify(options, svix, body, now)).toEqual(valid)
    expect(verify(options, svix, `${body} `, now)).toMatchObject({ reason: 'invalid' })
  })

  it.each([
    ['another body', headers, `${body} `, now, 'invalid'],
    ['another id', { ...headers, 'webhook-id': 'msg_2' }, body, now, 'invalid'],
    ['another timestamp', { ...headers, 'webhook-timestamp': '1614265331' }, body, now, 'invalid'],
    [
      'another version',
      { ...headers, 'webhook-signature': 'v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' },
      body,
      now,
      'invalid',
    ],
    ['an old timestamp', headers, body, now + 301_000, 'expired'],
    ['a timestamp of the future', headers, body, now - 301_000, 'expired'],
    ['no signature', {}, body, now, 'missing'],
    [
      'a boundary that was moved into the id',
      {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330',
        'webhook-timestamp': '1614265330',
        'webhook-signature': `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
          .update(`msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.1614265330.${body}`)
          .digest('base64')}`,
      },
      body,
      now,
      'invalid',
    ],
  ])('refuses %s', (_, sent, text, time, reason) => {
    expect(verify(options, sent as Record<string, string>, text, time)).toEqual({ isValid: false, reason })
  })
})

it('accepts the example of the GitHub documentation, and no other signature', () => {
  const options = { scheme: 'github', secret: "It's a Secret to Everybody" } as const
  const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
  expect(verify(options, { 'x-hub-signature-256': signature }, 'Hello, World!')).toMatchObject({ isValid: true })
  for (const wrong of [signature.replace('75', '76'), signature.slice(7), 'sha256=', `sha1=${signature.slice(7)}`]) {
    expect(verify(options, { 'x-hub-signature-256': wrong }, 'Hello, World!'), wrong).toMatchObject({
      isValid: false,
    })
  }
})

it('accepts signatures of Stripe while they are recent, and knows an event that is sent again', () => {
  const options = { scheme: 'stripe', secret: 'whsec_test' } as const
  const body = '{"id":"evt_1"}'
  const sign = (time: number, text = body): Record<string, string> => ({
    'stripe-signature': `t=${time},v1=${createHmac('sha256', 'whsec_test').update(`${time}.${text}`).digest('hex')},v0=aa`,
  })
  for (const id of ['7', '8202522731445525542', '8202522731445525543'])
    expect(verify(options, sign(1_000, `{"id":${id}}`), `{"id":${id}}`, 1_000_000)).toMatchObject({
      replayKey: `id:${id}`,
    })
  expect(verify(options, sign(1_000), body, 1_000_000)).toEqual({ isValid: true, replayKey: 'id:evt_1' })
  expect(verify(options, sign(1_100), body, 1_100_000)).toEqual({ isValid: true, replayKey: 'id:evt_1' })
  expect(verify(options, sign(1_000), body, 1_301_000)).toEqual({ isValid: false, reason: 'expired' })
  expect(verify(options, sign(1_000), '{"id":"evt_2"}', 1_000_000)).toEqual({ isValid: false, reason: 'invalid' })
})

it('accepts an HMAC of the body as hex or Base64, with or without a prefix', () => {
  const options = { scheme: 'hmac', secret: 'own-secret', header: 'x-shop-hmac' } as const
  const hmac = createHmac('sha256', 'own-secret').update('body').digest()
  for (const value of [hmac.toString('hex'), `sha256=${hmac.toString('hex')}`, hmac.toString('base64')]) {
    expect(verify(options, { 'x-shop-hmac': value }, 'body'), value).toMatchObject({ isValid: true })
  }
  expect(verify(options, { 'x-shop-hmac': hmac.toString('hex') }, 'other')).toEqual({
    isValid: false,
    reason: 'invalid',
  })
})

it('accepts the bearer token', () => {
  const options = { scheme: 'bearer', secret: 'token-123' } as const
  expect(verify(options, { authorization: 'Bearer token-123' }, '')).toEqual({ isValid: true })
  expect(verify(options, { authorization: 'Bearer token-124' }, '')).toEqual({ isValid: false, reason: 'invalid' })
  expect(verify(options, { authorization: 'Basic token-123' }, '')).toEqual({ isValid: false, reason: 'invalid' })
  expect(verify(options, {}, '')).toEqual({ isValid: false, reason: 'missing' })
})

it('accepts the token in the headers of services, and as a password', () => {
  const options = { scheme: 'bearer', secret: 'token-123' } as const
  const toBasic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` })
  for (const headers of [
    { 'x-gitlab-token': 'token-123' },
    { 'x-telegram-bot-api-secret-token': 'token-123' },
    { 'x-api-key': 'token-123' },
    toBasic('hook:token-123'),
    toBasic('token-123'),
    { authorization: 'Token token-123' },
    { authorization: 'token-123' },
    { 'x-signature': 'token-123' },
  ])
    expect(verify(options, headers, '')).toEqual({ isValid: true })
  for (const headers of [{ 'x-gitlab-token': 'token-12' }, toBasic('token-123:other'), { authorization: 'Basic ' }])
    expect(verify(options, headers as Record<string, string>, '')).toEqual({ isValid: false, reason: 'invalid' })
  expect(verify({ ...options, secret: 'hook:token-123' }, toBasic('hook:token-123'), '')).toEqual({ isValid: true })
})

it('accepts the example of the Slack documentation, and refuses it later and with another time', () => {
  const options = { scheme: 'slack', secret: '8f742231b10e8888abcd99yyyzzz85a5' } as const
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
  const headers = {
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  }
  const now = 1_531_420_618_000
  expect(verify(options, headers, body, now)).toMatchObject({ isValid: true })
  expect(verify(options, headers, body, now + 301_000)).toEqual({ isValid: false, reason: 'expired' })
  const otherTime = { ...headers, 'x-slack-request-timestamp': '1531420619' }
  expect(verify(options, otherTime, body, now)).toEqual({ isValid: false, reason: 'invalid' })
  expect(verify(options, { 'x-slack-signature': headers['x-slack-signature'] }, body, now)).toEqual({
    isValid: false,
    reason: 'missing',
  })
})

describe('signatures of the URL', () => {
  const urls = ['https://other.example/', 'https://example.com/myapp.php?foo=1&bar=2']

  it('of Twilio cover the fields of a form, as in its documentation', () => {
    const options = { scheme: 'twilio', secret: '12345' } as const
    const headers = { 'x-twilio-signature': 'L/OH5YylLD5NRKLltdqwSvS0BnU=' }
    const body = 'To=%2B18005551212&CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310'
    expect(verify(options, headers, body, 0, { urls })).toMatchObject({ isValid: true })
    for (const [otherBody, otherUrls] of [
      [`${body}0`, urls],
      [`${body}&Body=x`, urls],
      ['{"To": "+1"}', urls],
      [body, ['https://example.com/myapp.php']],
    ] as const)
      expect(verify(options, headers, otherBody, 0, { urls: [...otherUrls] })).toEqual({
        isValid: false,
        reason: 'invalid',
      })
    expect(verify(options, {}, body, 0, { urls })).toEqual({ isValid: false, reason: 'missing' })
  })

  it('of Twilio contain the hash of another body', () => {
    const secret = 'a secret of more than 24 bytes'
    const url = `https://example.com/?bodySHA256=${createHash('sha256').update('{"a":1}').digest('hex')}`
    const headers = { 'x-twilio-signature': createHmac('sha1', secret).update(url).digest('base64') }
    const options = { scheme: 'twilio', secret } as const
    expect(verify(options, headers, '{"a":1}', 0, { urls: [url] })).toMatchObject({ isValid: true })
    expect(verify(options, headers, '{"a":2}', 0, { urls: [url] })).toEqual({ isValid: false, reason: 'invalid' })
  })

  it('of Square precede the body, whose boundary they do not cover', () => {
    const secret = 'lfxCPXxZJT0s2Cn7BRHcMA'
    const body = '{"event_id":"e1"}'
    const headers = {
      'x-square-hmacsha256-signature': createHmac('sha256', secret).update(`${urls[1]}${body}`).digest('base64'),
    }
    const options = { scheme: 'square', secret } as const
    const valid = verify(options, headers, body, 0, { urls })
    expect(valid).toEqual({ isValid: true, replayKey: expect.stringMatching(/^signature:/) })
    expect(verify(options, headers, body.slice(1), 0, { urls: [`${urls[1]}{`] })).toEqual(valid)
    expect(verify(options, headers, body)).toEqual({ isValid: false, reason: 'invalid' })
  })

  it('and of the method and a time after the body are text of an HMAC', () => {
    const secret = 'a secret of more than 24 bytes'
    const base = '{method}{url}{body}{timestamp}'
    const options = { scheme: 'hmac', secret, base, timestampHeader: 'x-time' } as const
    const signature = createHmac('sha256', secret).update(`PUT${urls[1]}x1700000000000`).digest('base64')
    const headers = { 'x-signature': signature, 'x-time': '1700000000000' }
    expect(verify(options, headers, 'x', 1_700_000_000_000, { method: 'PUT', urls })).toMatchObject({ isValid: true })
    expect(verify(options, headers, 'x', 1_700_000_000_000, { urls })).toEqual({ isValid: false, reason: 'invalid' })
    const path = createHmac('sha256', secret).update('/myapp.php?foo=1&bar=2 x').digest('hex')
    expect(
      verify({ ...options, base: '{path} {body}' }, { 'x-signature': path }, 'x', 0, { urls: [urls[1]!] }),
    ).toMatchObject({ isValid: true })
  })
})

it('accepts headers in the signed text, as those of Twitch', () => {
  const base = '{header:message-id}{timestamp}{body}'
  const options = { scheme: 'hmac', secret: 'a secret of more than 24 bytes', base, timestampHeader: 'x-time' } as const
  const signature = createHmac('sha256', options.secret).update('m12026-11-30T08:00:00Z{}').digest('hex')
  const headers = { 'message-id': 'm1', 'x-time': '2026-11-30T08:00:00Z', 'x-signature': `sha256=${signature}` }
  const now = Date.parse('2026-11-30T08:00:10Z')
  expect(verify(options, headers, '{}', now)).toMatchObject({ isValid: true })
  expect(verify(options, { ...headers, 'message-id': 'm2' }, '{}', now)).toMatchObject({ reason: 'invalid' })
  expect(verify(options, { 'x-time': headers['x-time'], 'x-signature': signature }, '{}', now)).toMatchObject({
    reason: 'invalid',
  })
})

it.each(['sha1', 'sha256', 'sha512'] as const)(
  'verifies HMAC with %s, as hex and Base64, also with a time',
  (algorithm) => {
    const secret = 'a secret of more than 24 bytes'
    const sign = (text: string) => createHmac(algorithm, secret).update(text)
    const options = { scheme: 'hmac', secret, algorithm } as const
    for (const value of [
      sign('x').digest('hex'),
      `${algorithm}=${sign('x').digest('hex')}`,
      sign('x').digest('base64'),
    ])
      expect(verify(options, { 'x-signature': value }, 'x'), value).toMatchObject({ isValid: true })
    expect(verify(options, { 'x-signature': sign('y').digest('hex') }, 'x')).toMatchObject({ isValid: false })
    const timed = { ...options, base: '{timestamp}:{body}:end', timestampHeader: 'x-time' }
    const headers = { 'x-signature': sign('100:x:end').digest('hex'), 'x-time': '100' }
    expect(verify(timed, headers, 'x', 100_000)).toMatchObject({ isValid: true })
    expect(verify(timed, headers, 'x', 1_000_000)).toEqual({ isValid: false, reason: 'expired' })
    expect(verify(timed, { 'x-signature': headers['x-signature'] }, 'x', 100_000)).toEqual({
      isValid: false,
      reason: 'missing',
    })
  },
)

it.each([
  ['a prefix of the service', (signature: string) => `sha512=${signature}`],
  ['the name of the method', (signature: string) => `HMAC-SHA256 ${signature}`],
  ['several signatures', (signature: string) => `v0=${'0'.repeat(64)}, v1=${signature}`],
  ['capitals', (signature: string) => signature.toUpperCase()],
])('verifies an HMAC with %s in the header', (_, write) => {
  const secret = 'a secret of more than 24 bytes'
  const signature = createHmac('sha256', secret).update('x').digest('hex')
  expect(verify({ scheme: 'hmac', secret }, { 'x-signature': write(signature) }, 'x')).toMatchObject({ isValid: true })
  expect(verify({ scheme: 'hmac', secret }, { 'x-signature': write(signature) }, 'y')).toMatchObject({ isValid: false })
})

it.each(['1700000000', '1700000000000', '2023-11-14T22:13:20Z'])('reads the time %s, also in the signature', (time) => {
  const secret = 'a secret of more than 24 bytes'
  const now = 1_700_000_000_000
  const signature = createHmac('sha256', secret).update(`${time}:x`).digest('base64')
  const options = { scheme: 'hmac', secret, base: '{timestamp}:{body}' } as const
  const own = { ...options, timestampHeader: 'x-time' }
  const ownHeaders = { 'x-signature': signature, 'x-time': time }
  expect(verify(own, ownHeaders, 'x', now)).toMatchObject({ isValid: true })
  expect(verify(own, ownHeaders, 'x', now + 301_000)).toEqual({ isValid: false, reason: 'expired' })
  const shared = { ...options, timestampHeader: 'x-signature' }
  const sharedHeaders = { 'x-signature': `ts=${time};h1=${signature}` }
  expect(verify(shared, sharedHeaders, 'x', now)).toMatchObject({ isValid: true })
  expect(verify(shared, sharedHeaders, 'x', now - 301_000)).toEqual({ isValid: false, reason: 'expired' })
})
