import type { Json } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { toChatMessages, toChatTools } from './chat-messages.ts'
import type { ModelMessage } from './language-model.ts'
import { findErrorCode, findRejectedFeature } from './model-problems.ts'
import { createReplyBuilder, type Completion } from './read-completion.ts'
import { toSentConversation } from './sent-conversation.ts'

/** Returns the reply to a stream of deltas, with the text that was passed on while it arrived. */
function readDeltas(...deltas: object[]) {
  const parts: string[] = []
  const builder = createReplyBuilder({ onText: (part) => parts.push(part) })
  for (const delta of deltas) builder.add({ choices: [{ index: 0, delta }] } as Completion)
  builder.add({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })
  const reply = builder.buildReply()
  expect(parts.join('')).toBe(reply.text)
  return reply
}

const createCall = (index: number | undefined, id: string | undefined, name?: string, text = '') => ({
  tool_calls: [{ index, id, function: { name, arguments: text } }],
})

describe('a reply', () => {
  it('that ends with the complete answer has it once', () => {
    const builder = createReplyBuilder()
    builder.add({ choices: [{ index: 0, delta: { content: 'One ' } }] })
    builder.add({ choices: [{ index: 0, delta: { content: 'two' } }] })
    builder.add({ choices: [{ index: 0, message: { content: 'One two' }, finish_reason: 'stop' }] })
    expect(builder.buildReply()).toMatchObject({ text: 'One two', ended: 'stop' })
  })

  it.each<[string, object[] | undefined]>([
    [
      '<tool_call>\n{"name": "time", "arguments": {"id": 8202522731445525542}}\n</tool_call>\n<tool_call>{"name": "b"}</tool_call>',
      [
        { id: 'call-1', name: 'time', arguments: '{"id":"8202522731445525542"}' },
        { id: 'call-2', name: 'b', arguments: '{}' },
      ],
    ],
    [
      '<function=time>{"zone": "UTC"}</function><function=b>{}</function>',
      [
        { id: 'call-1', name: 'time', arguments: '{"zone": "UTC"}' },
        { id: 'call-2', name: 'b', arguments: '{}' },
      ],
    ],
    [
      '<tool_call>\n<function=time>\n<parameter=zone>\n12\n</parameter>\n<parameter=at>\n[1, 2]\n</parameter>\n</function>\n</tool_call>',
      [{ id: 'call-1', name: 'time', arguments: '{"zone":"12","at":[1,2]}' }],
    ],
    [
      '[TOOL_CALLS][{"name": "time", "arguments": {"zone": "UTC"}}]',
      [{ id: 'call-1', name: 'time', arguments: '{"zone":"UTC"}' }],
    ],
    ['<|python_tag|>{"name": "time", "parameters": {}}', [{ id: 'call-1', name: 'time', arguments: '{}' }]],
    ['<tool_call>{"name": "other"}</tool_call>', undefined],
    ['<function=time>zone</function>', undefined],
    ['<tool_call>{"name": "time"</tool_call>', undefined],
    ['Write <tool_call>{"name": "time"}</tool_call>', undefined],
    ['</tool_call>', undefined],
  ])('that is only text has the tool calls in it: %s', (content, toolCalls) => {
    const zone = { type: 'object', properties: { zone: { type: 'string' } } }
    const tools = ['time', 'b'].map((name) => ({ name, description: '', parameters: zone }))
    const builder = createReplyBuilder({ tools })
    builder.add({ choices: [{ index: 0, message: { content }, finish_reason: 'stop' }] })
    const reply = builder.buildReply()
    expect([reply.toolCalls, reply.text, reply.ended]).toEqual(
      toolCalls ? [toolCalls, '', 'tools'] : [undefined, content, 'stop'],
    )
  })

  it.each([
    [
      'index',
      [createCall(0, 'a', 'time', '{}'), createCall(1, 'b', 'weather', '{"city":'), createCall(1, '', '', '"x"}')],
    ],
    [
      'ID only',
      [createCall(0, 'a', 'time', '{}'), createCall(0, 'b', 'weather', '{"city":'), createCall(0, 'b', '', '"x"}')],
    ],
    ['neither', [createCall(undefined, 'a', 'time', '{}'), createCall(undefined, 'b', 'weather', '{"city":"x"}')]],
    [
      'index and repeated name',
      [
        createCall(0, 'a', 'time', '{}'),
        createCall(1, 'b', 'weather', '{"city":'),
        createCall(1, 'b', 'weather', '"x"}'),
      ],
    ],
    [
      'ID only, in turns',
      [
        createCall(0, 'a', 'time'),
        createCall(0, 'b', 'weather'),
        createCall(0, 'a', '', '{}'),
        createCall(0, 'b', '', '{"city":"x"}'),
      ],
    ],
    ['completeness only', [createCall(0, '', 'time', '{}'), createCall(0, '', 'weather', '{"city":"x"}')]],
    [
      'index, after an empty object',
      [createCall(0, 'a', 'time', '{}'), createCall(1, 'b', 'weather', '{}'), createCall(1, '', '', '{"city":"x"}')],
    ],
    ['index from 1', [createCall(1, 'a', 'time', '{}'), createCall(2, 'b', 'weather', '{"city":"x"}')]],
  ])('has two tool calls that differ by %s', (_, deltas) => {
    const { toolCalls } = readDeltas(...deltas)
    expect(toolCalls).toMatchObject([
      { name: 'time', arguments: '{}' },
      { name: 'weather', arguments: '{"city":"x"}' },
    ])
    expect(toolCalls!.map(({ id }) => id)).toEqual(
      deltas.some((delta) => delta.tool_calls[0]!.id) ? ['a', 'b'] : ['call-1', 'call-2'],
    )
  })

  it('has calls of a service that repeats a call, and none of one that sends an empty field', () => {
    const twice = readDeltas(createCall(0, '', 'time', '{"at":1}'), createCall(0, '', 'time', '{"at":2}'))
    expect(twice.toolCalls?.map((call) => call.arguments)).toEqual(['{"at":1}', '{"at":2}'])
    const odd = [{ content: 'x', tool_calls: {} }, { tool_calls: [null] }, { function_call: null }]
    expect(readDeltas(odd[0]!)).toMatchObject({ text: 'x', toolCalls: [{ name: '' }] })
    expect(readDeltas({ content: 'x' }, ...odd.slice(1))).toEqual({ text: 'x', ended: 'stop' })
  })

  it('has the call of a service that implements the API before tools', () => {
    const call = { function_call: { name: 'time', arguments: '{"at":' } }
    expect(readDeltas(call, { function_call: { arguments: '1}' } })).toMatchObject({
      ended: 'tools',
      toolCalls: [{ id: 'call-1', name: 'time', arguments: '{"at":1}' }],
    })
  })

  it('has the text of a content list, without the other parts', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
      { type: 'text', text: 'It is ' },
      { type: 'reference', reference_ids: [1] },
      'noon.',
    ]
    expect(readDeltas({ content }).text).toBe('It is noon.')
    expect(readDeltas({ content: [{ type: 'output_text', text: 'a' }, { text: { value: 'b' } }] }).text).toBe('ab')
    expect(readDeltas({ content: { type: 'text', text: 'a' } }).text).toBe('a')
  })

  it('has no reasoning whose start is part of the prompt', () => {
    const read = (content: string): string => {
      const builder = createReplyBuilder()
      builder.add({ choices: [{ message: { content }, finish_reason: 'stop' }] })
      return builder.buildReply().text
    }
    expect(read('The user wants the time.\n</think>\n\nIt is noon.')).toBe('It is noon.')
    expect(read('Hm.</think>\nIt is noon.')).toBe('It is noon.')
    expect(read('Hm.\n</think>')).toBe('')
    expect(read('Write </think> to end it.')).toBe('Write </think> to end it.')
    expect(read('Use <think>\nx\n</think>\nin it.')).toBe('Use <think>\nx\n</think>\nin it.')
  })

  it.each([
    [['<think>The user wants the time.</think>\n\nIt is noon.'], 'It is noon.'],
    [['\n<th', 'ink>One.\nTwo.</thi', 'nk>\n', '\nIt', ' is noon.'], 'It is noon.'],
    [['<thinking>Hm.</thinking>', 'It is noon.'], 'It is noon.'],
    [['<think>', '</think>', '{"a": 1}'], '{"a": 1}'],
    [['<think>It broke off'], ''],
    [['<think>One.</think>\n<thi', 'nk>Two.</think>\n\nIt is noon.'], 'It is noon.'],
    [['<Think>Hm.</THINK>It is noon.'], 'It is noon.'],
    [['[THINK]Hm.[/TH', 'INK]It is noon.'], 'It is noon.'],
    [['◁think▷Hm.◁/think▷It is noon.'], 'It is noon.'],
    [['<thought>Hm.</thought>\n'], ''],
    [['[', '1, 2]'], '[1, 2]'],
    [['<', 'b>It is</b> <think>noon</think>'], '<b>It is</b> <think>noon</think>'],
    [['  ', 'It is noon.'], '  It is noon.'],
  ])('%j has no reasoning', (contents, text) => {
    expect(readDeltas(...contents.map((content) => ({ content }))).text).toBe(text)
    expect(readDeltas({ reasoning_content: 'Hm.', reasoning: 'Hm.' }, { content: 'x' }).text).toBe('x')
  })

  it('has nothing of other choices', () => {
    const builder = createReplyBuilder()
    builder.add({ choices: [{ index: 1, delta: { content: 'B' } }] })
    builder.add({
      choices: [
        { index: 0, delta: { content: 'A' } },
        { index: 1, delta: { content: 'b' } },
      ],
    })
    builder.add({ choices: [{ index: 1, delta: {}, finish_reason: 'length' }] })
    builder.add({ choices: [{ index: 0, delta: { content: 'a' }, finish_reason: 'stop' }] })
    expect(builder.buildReply()).toEqual({ text: 'Aa', ended: 'stop' })
  })
})

it('a reply has what its service requires back with the tool calls, which no other service receives', () => {
  const extra = { google: { thought_signature: 's' } }
  const builder = createReplyBuilder({ author: 'a.example m' })
  builder.add({ choices: [{ delta: { reasoning_content: 'Hm, ' } }] })
  builder.add({
    choices: [
      {
        delta: {
          reasoning_content: 'noon?',
          tool_calls: [{ index: 0, id: 'a', function: { name: 'time', arguments: '{}' }, extra_content: extra }],
        },
        finish_reason: 'tool_calls',
      },
    ],
  })
  const { toolCalls, required } = builder.buildReply()
  const messages: ModelMessage[] = [
    { role: 'assistant', content: '', toolCalls: toolCalls!, required },
    { role: 'tool', call: 'a', content: '1' },
  ]
  const fields = { reasoning_content: 'Hm, noon?', tool_calls: [{ id: 'a', extra_content: extra }] }
  expect(toChatMessages(messages, { author: 'a.example m' })[0]).toMatchObject(fields)
  const call = { id: 'a', type: 'function', function: { name: 'time', arguments: '{}' } }
  const withoutFields = { role: 'assistant', content: null, tool_calls: [call] }
  expect(toChatMessages(messages, { author: 'b.example m' })[0]).toEqual(withoutFields)
})

it.each(['unknown', 'length'])('a call without arguments at the end of a stream is not complete: %s', (reason) => {
  const builder = createReplyBuilder()
  const delta = createCall(0, 'a', 'erase')
  builder.add({ choices: [{ delta, finish_reason: reason === 'unknown' ? null : reason }] } as Completion)
  if (reason === 'unknown') builder.cut()
  expect(builder.buildReply()).toMatchObject({ ended: reason, toolCalls: [{ arguments: '' }] })
})

describe('a conversation', () => {
  it('is sent with alternating roles', () => {
    const texts: ModelMessage[] = ['Count.', 'To', 'ten.'].map((content, index) => ({
      role: index === 0 ? 'system' : 'user',
      content,
    }))
    expect(toChatMessages(texts, { systemRole: 'user' })).toEqual([{ role: 'user', content: 'Count.\n\nTo\n\nten.' }])
    expect(toChatMessages(texts)).toHaveLength(2)
  })

  const toConversation = (...calls: { id: string; arguments: string }[]): ModelMessage[] => [
    { role: 'assistant', content: ' \n', toolCalls: calls.map((call) => ({ ...call, name: 'time' })) },
    ...calls.map(({ id }, index): ModelMessage => ({ role: 'tool', call: id, content: `${index}` })),
  ]

  it('is sent with arguments that are objects, and valid ones unchanged', () => {
    const texts = ['{"id": 2512292042121000001}', '{"city": "x', '[1]', '"x"', '']
    const [message] = toSentConversation(toConversation(...texts.map((text, id) => ({ id: `${id}`, arguments: text }))))
    const sentTexts = (message as Extract<ModelMessage, { role: 'assistant' }>).toolCalls!.map((call) => call.arguments)
    expect(sentTexts).toEqual([
      texts[0],
      '{"text":"{\\"city\\": \\"x"}',
      '{"value":[1]}',
      '{"value":"x"}',
      '{"text":""}',
    ])
  })

  it('is sent with a different ID for each call, also of different replies, and its results in order', () => {
    const sent = toChatMessages([
      ...toConversation({ id: 'call-1', arguments: '{}' }, { id: 'call-1', arguments: '{}' }),
      ...toConversation({ id: 'call-1', arguments: '{}' }),
    ])
    expect(sent).toMatchObject([
      { content: null, tool_calls: [{ id: 'call-1' }, { id: 'call-1-2' }] },
      { tool_call_id: 'call-1', content: '0' },
      { tool_call_id: 'call-1-2', content: '1' },
      { content: null, tool_calls: [{ id: 'call-1-3' }] },
      { tool_call_id: 'call-1-3', content: '0' },
    ])
  })
})

it('a conversation is sent without blank messages, and with names, IDs and results that services accept', () => {
  const calls = [
    { id: 'functions.a:0', name: 'functions.a b', arguments: '{}' },
    { id: '', name: '', arguments: '{}' },
  ]
  expect(
    toSentConversation([
      { role: 'user', content: 'Go.' },
      { role: 'assistant', content: ' ' },
      { role: 'assistant', content: '', toolCalls: calls },
      { role: 'tool', call: 'functions.a:0', content: '' },
      { role: 'user', content: 'On.' },
      { role: 'tool', call: 'lost', content: '7' },
    ]),
  ).toEqual([
    { role: 'user', content: 'Go.' },
    {
      role: 'assistant',
      content: '',
      toolCalls: [
        { id: 'functions_a_0', name: 'functions_a_b', arguments: '{}' },
        { id: 'call', name: 'unknown', arguments: '{}' },
      ],
    },
    { role: 'tool', call: 'functions_a_0', content: '(no output)' },
    { role: 'tool', call: 'call', content: 'The call has no result.', isError: true },
    { role: 'user', content: 'On.' },
    { role: 'user', content: 'Result of a tool: 7' },
  ])
})

describe('an error', () => {
  it.each([
    [{ error: { message: 'Unsupported', param: 'max_tokens', code: 'unsupported_parameter' } }, 'token-limit'],
    [
      { error: { message: 'Only the default (1) is supported.', param: 'temperature', code: 'unsupported_value' } },
      'temperature',
    ],
    [{ error: { message: 'Unknown parameter.', param: 'stream_options', code: 'unknown_parameter' } }, 'token-counts'],
    [
      { error: { message: "Invalid schema for response_format 'x'.", param: 'response_format', code: null } },
      'answer-format',
    ],
    [{ detail: [{ type: 'extra_forbidden', loc: ['body', 'tools'], msg: 'Extra inputs are not permitted' }] }, 'tools'],
    [{ error: 'registry/small does not support tools' }, 'tools'],
    [{ message: '`temperature` is deprecated for this model.' }, 'temperature'],
    ['json_schema is not implemented', 'answer-format'],
    ['invalid temperature: only 1 is allowed for this model', 'temperature'],
    ['`temperature` may only be set to 1 when thinking is enabled.', 'temperature'],
    ['`temperature` and `top_p` cannot both be specified for this model.', 'temperature'],
    ['Unrecognized request argument supplied: max_tokens', 'token-limit'],
    [
      {
        error: {
          message: 'Invalid schema for function',
          param: 'tools[0].function.parameters',
          code: 'invalid_function_parameters',
        },
      },
      'tool-schema',
    ],
    [{ error: { message: 'Unknown name "$ref" at \'tools[0].parameters\': Cannot find field.' } }, 'tool-schema'],
    [{ error: { message: "Invalid schema for function 'x': Extra required key 'b' supplied." } }, 'tool-schema'],
    [
      [{ error: { message: "* tools[0].function_declarations[0].parameters.format: only 'enum' is supported" } }],
      'tool-schema',
    ],
    [{ error: { message: 'tools.0.custom.input_schema: JSON schema is invalid.' } }, 'tool-schema'],
    [
      {
        error: {
          message: "'messages' must contain the word 'json' to use 'response_format' of type 'json_object'.",
          param: 'messages',
          code: null,
        },
      },
      'answer-format',
    ],
    [
      {
        error: {
          message: 'Your organization must be verified to stream this model.',
          param: 'stream',
          code: 'unsupported_value',
        },
      },
      'stream',
    ],
    [{ detail: 'Streaming is not supported.' }, 'stream'],
    [{ error: { message: 'No.', param: 'messages[0].role', code: 'unsupported_value' } }, 'system'],
    [{ error: { message: 'Developer instruction is not enabled for models/small', code: 400 } }, 'system'],
    [{ error: { message: 'No endpoints found that support tool use.', code: 404 } }, 'tools'],
    [{ error: { message: 'This model does not support function calling.' } }, 'tools'],
  ])('%j names a feature that is not supported: %s', (body, feature) => {
    expect(findRejectedFeature(400, body)).toBe(feature)
    expect(findRejectedFeature(500, body)).toBeUndefined()
  })

  it.each([
    [
      {
        error: {
          message:
            "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
        },
      },
    ],
    [{ error: { message: "Missing 'tool_call_id'.", param: 'messages.[1].tool_call_id', code: 'unsupported_value' } }],
    [
      {
        error: {
          message: 'max_tokens is too large: 100000. The model supports at most 4096.',
          param: 'max_tokens',
          code: 'invalid_value',
        },
      },
    ],
    [{ error: { message: 'temperature must be at most 2', param: 'temperature', code: 'decimal_above_max_value' } }],
    [{ error: { message: 'The model does not exist.', code: 'model_not_found' } }],
    ['Bad request'],
    [{ message: "Unexpected role 'tool' after role 'system'", code: '3230' }],
    [{ detail: [{ type: 'extra_forbidden', loc: ['body', 'tools', 0, 'strict'], msg: 'Extra inputs', input: {} }] }],
    [{ detail: [{ loc: ['body', 'n'], msg: 'Extra inputs are not permitted', input: { temperature: 0 } }] }],
  ])('%j names none', (body) => {
    expect(findRejectedFeature(400, body)).toBeUndefined()
  })

  it('has the code of the service', () => {
    expect(findErrorCode({ error: { message: 'x', code: 'content_filter', innererror: { code: 'y' } } })).toBe(
      'content_filter',
    )
    expect(findErrorCode('x')).toBeUndefined()
  })
})

describe('reasoning of other models', () => {
  it.each([
    ['<think time="3s">a</think>b', 'b'],
    ['\u200b<think>a</think>b', 'b'],
    ['<seed:think>a</seed:think>\nb', 'b'],
    ['<|thinking|>a<|/thinking|>b', 'b'],
    ['<reasoning_content>a</reasoning_content>b', 'b'],
    ['<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b', 'b'],
    ['<|channel|>final<|message|>b', 'b'],
    ['<think about it', '<think about it'],
    ['<thinker>a</thinker>', '<thinker>a</thinker>'],
  ])('is removed from %j in pieces of every length', (text, answer) => {
    for (const length of [1, 2, 7, text.length]) {
      const pieces = text.match(new RegExp(`[^]{1,${length}}`, 'g'))!
      expect(readDeltas(...pieces.map((content) => ({ content }))).text).toBe(answer)
    }
  })
})

describe('a tool whose schema a service rejects', () => {
  it.each<[Record<string, Json>, object]>([
    [
      { type: 'object', additionalProperties: false, properties: { a: { type: ['string', 'null'], format: 'uri' } } },
      { type: 'object', properties: { a: { type: 'string' } } },
    ],
    [
      {
        allOf: [{ properties: { a: { type: 'integer' } }, required: ['a'] }, { $ref: '#/$defs/list' }],
        required: ['b', 'c'],
        $defs: {
          list: { properties: { b: { type: 'array', items: { $ref: '#/$defs/item' } } } },
          item: { enum: ['x'] },
        },
      },
      {
        type: 'object',
        properties: { a: { type: 'integer' }, b: { type: 'array', items: { type: 'string', enum: ['x'] } } },
        required: ['a', 'b'],
      },
    ],
    [{ anyOf: [{ type: 'null' }, { type: 'object', properties: {} }] }, { type: 'object' }],
    [
      { properties: { a: true, b: { enum: [1, 2] } } },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
    ],
  ])('is declared with basic keywords: %j', (parameters, expected) => {
    const [tool] = toChatTools([{ name: 'f', description: 'F.', parameters }], true)
    const { description, parameters: sent } = tool!.function
    expect([sent, description]).toEqual([expected, `F.\n\nJSON Schema of the arguments: ${JSON.stringify(parameters)}`])
  })

  it('has a limited size', () => {
    const node = { $ref: '#' }
    const properties = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, node]))
    const [tool] = toChatTools([{ name: 'f', description: '', parameters: { properties } }], true)
    expect(JSON.stringify(tool!.function.parameters).length).toBeLessThan(100_000)
  })
})

describe('odd calls', () => {
  it.each([
    ['null', '{}'],
    ['```json\n{"a": 1}\n```', '{"a": 1}'],
    ['{"a": "```"}', '{"a": "```"}'],
  ])('have the arguments %j as %j', (text, expected) => {
    expect(readDeltas(createCall(0, 'a', 'time', text)).toolCalls).toMatchObject([{ arguments: expected }])
  })

  it('have numbers as IDs', () => {
    const call = { tool_calls: [{ index: 0, id: 7, function: { name: 'time', arguments: '{}' } }] }
    expect(readDeltas(call).toolCalls).toEqual([{ id: '7', name: 'time', arguments: '{}' }])
  })

  it('are sent with all digits, and with IDs that differ and are short', () => {
    const id = 'x'.repeat(70)
    const toolCalls = [
      { id, name: 'f', arguments: '[2512292042121000001]' },
      { id, name: 'f', arguments: '{}' },
    ]
    const [message] = toSentConversation([{ role: 'assistant', content: '', toolCalls }])
    const sentCalls = message?.role === 'assistant' ? (message.toolCalls ?? []) : []
    expect(sentCalls[0]?.arguments).toBe('{"value":[2512292042121000001]}')
    expect(sentCalls.map((call) => call.id.length)).toEqual([64, 60])
  })
})
