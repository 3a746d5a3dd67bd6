import {
  acceptedContent,
  completable,
  createRequestStateCodec,
  fromJsonSchema,
  inputRequired,
  inputResponse,
  McpServer,
  ResourceTemplate,
  type CallToolResult,
  type InputRequiredResult,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { unwrap } from '@aw-flow/schema'
import { readEnvironment } from '../../server/environment/read-environment.ts'
import { logError } from '../../server/log-error.ts'
import { startServer } from '../../server/start-server.ts'

// The server with the tools, resources and prompts that the conformance suite expects. They are added to those of the
// workspace, and are served by the same endpoint. The last argument is the data folder; `PORT` is the port.

/** A PNG of one red pixel, and a WAV without samples. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='
const wav = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQAAAAA='

const requestState = createRequestStateCodec<string>({ key: randomBytes(32) })

const toText = (text: string): CallToolResult => ({ content: [{ type: 'text', text }] })
const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const nameSchema = z.object({ name: z.string() })
const askName = (message = 'What is your name?') => inputRequired.elicit({ message, requestedSchema: nameSchema })
const askModel = (text: string, maxTokens = 100) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens })

function createConformanceServer(): McpServer {
  const server = new McpServer(
    { name: 'aw-conformance', version: '1' },
    { capabilities: { logging: {} }, requestState: { verify: requestState.verify } },
  )
  addContentTools(server)
  addRequestTools(server)
  addInputTools(server)
  addResources(server)
  addPrompts(server)
  return server
}

/** Tools whose results have each kind of content. */
function addContentTools(server: McpServer): void {
  const image = { type: 'image' as const, data: png, mimeType: 'image/png' }
  const add = (name: string, result: CallToolResult): void => {
    server.registerTool(name, { description: `Returns the content of ${name}.` }, async () => result)
  }
  add('test_simple_text', toText('This is a simple text response for testing.'))
  add('test_image_content', { content: [image] })
  add('test_audio_content', { content: [{ type: 'audio', data: wav, mimeType: 'audio/wav' }] })
  add('test_embedded_resource', {
    content: [
      {
        type: 'resource',
        resource: {
          uri: 'test://embedded-resource',
          mimeType: 'text/plain',
          text: 'This is an embedded resource content.',
        },
      },
    ],
  })
  add('test_multiple_content_types', {
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      image,
      {
        type: 'resource',
        resource: {
          uri: 'test://mixed-content-resource',
          mimeType: 'application/json',
          text: '{"test":"data","value":123}',
        },
      },
    ],
  })
}

/** Tools that fail, log, report progress, and have arguments in headers or with a schema of all keywords. */
function addRequestTools(server: McpServer): void {
  server.registerTool('test_error_handling', { description: 'Always fails.' }, async () => {
    throw new Error('This tool intentionally returns an error for testing')
  })
  server.registerTool('test_tool_with_logging', { description: 'Logs three messages.' }, async (context) => {
    await context.mcpReq.log('info', 'Tool execution started')
    await delay(50)
    await context.mcpReq.log('info', 'Tool processing data')
    await delay(50)
    await context.mcpReq.log('info', 'Tool execution completed')
    return toText('Three messages were logged.')
  })
  server.registerTool('test_logging_tool', { description: 'Logs a message.' }, async (context) => {
    await context.mcpReq.log('info', 'The tool was called.')
    return toText('A message was logged if the request has a level.')
  })
  server.registerTool('test_tool_with_progress', { description: 'Reports progress.' }, async (context) => {
    const progressToken = context.mcpReq._meta?.progressToken
    for (const progress of [0, 50, 100]) {
      if (progress > 0) await delay(50)
      if (progressToken !== undefined)
        await context.mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: 100 },
        })
    }
    return toText('Completed.')
  })
  server.registerTool(
    'test_custom_header',
    {
      description: 'Has an argument that is sent in a header as well.',
      inputSchema: z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
    },
    async (args) => toText(JSON.stringify(args)),
  )
  server.registerTool(
    'json_schema_2020_12_tool',
    {
      description: 'Has arguments with the keywords of JSON Schema 2020-12.',
      inputSchema: fromJsonSchema({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        type: 'object',
        $defs: {
          address: {
            $anchor: 'addressDef',
            type: 'object',
            properties: { street: { type: 'string' }, city: { type: 'string' } },
          },
        },
        properties: {
          name: { type: 'string' },
          address: { $ref: '#/$defs/address' },
          contactMethod: { type: 'string', enum: ['phone', 'email'] },
          phone: { type: 'string' },
          email: { type: 'string' },
        },
        allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
        if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
        // As JSON, because an object literal with a property `then` looks like a promise.
        ...(JSON.parse('{ "then": { "required": ["phone"] }, "else": { "required": ["email"] } }') as object),
        additionalProperties: false,
      }),
    },
    async (args) => toText(JSON.stringify(args)),
  )
}

/** Tools that ask the client for input before they complete. */
function addInputTools(server: McpServer): void {
  type Result = CallToolResult | InputRequiredResult
  const add = (name: string, run: (context: ServerContext) => Result | Promise<Result>): void => {
    server.registerTool(name, { description: `Asks for input: ${name}.` }, async (context) => run(context))
  }
  add('test_input_required_result_elicitation', ({ mcpReq: { inputResponses } }) => {
    const answer = acceptedContent(inputResponses, 'user_name', nameSchema)
    return answer ? toText(`Hello, ${answer.name}!`) : inputRequired({ inputRequests: { user_name: askName() } })
  })
  add('test_streaming_elicitation', ({ mcpReq: { inputResponses } }) => {
    const answer = acceptedContent(inputResponses, 'user_name', nameSchema)
    return answer ? toText(answer.name) : inputRequired({ inputRequests: { user_name: askName() } })
  })
  add('test_input_required_result_sampling', ({ mcpReq: { inputResponses } }) => {
    const answer = inputResponse(inputResponses, 'capital_question')
    return answer.kind === 'sampling'
      ? toText(JSON.stringify(answer.result.content))
      : inputRequired({ inputRequests: { capital_question: askModel('What is the capital of France?') } })
  })
  add('test_missing_capability', () => inputRequired({ inputRequests: { question: askModel('Which capability?') } }))
  add('test_input_required_result_list_roots', ({ mcpReq: { inputResponses } }) => {
    const answer = inputResponse(inputResponses, 'client_roots')
    return answer.kind === 'roots'
      ? toText(JSON.stringify(answer.roots))
      : inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })
  })
  const askConfirmation = async () =>
    inputRequired({
      inputRequests: {
        confirm: inputRequired.elicit({ message: 'Please confirm', requestedSchema: z.object({ ok: z.boolean() }) }),
      },
      requestState: await requestState.mint('asked'),
    })
  for (const name of ['test_input_required_result_request_state', 'test_input_required_result_tampered_state'])
    add(name, async ({ mcpReq }) =>
      mcpReq.requestState<string>() === 'asked' && inputResponse(mcpReq.inputResponses, 'confirm').kind === 'elicit'
        ? toText('state-ok')
        : askConfirmation(),
    )
  add('test_input_required_result_multiple_inputs', async ({ mcpReq }) => {
    const names = ['user_name', 'greeting', 'client_roots']
    const isComplete = names.every((name) => inputResponse(mcpReq.inputResponses, name).kind !== 'missing')
    if (isComplete && mcpReq.requestState<string>() === 'asked') return toText('All inputs were received.')
    return inputRequired({
      inputRequests: {
        user_name: askName(),
        greeting: askModel('Generate a greeting', 50),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await requestState.mint('asked'),
    })
  })
  add('test_input_required_result_multi_round', async ({ mcpReq }) => {
    const state = mcpReq.requestState<string>()
    if (state === 'step2' && inputResponse(mcpReq.inputResponses, 'step2').kind === 'elicit')
      return toText('Completed.')
    if (state !== undefined)
      return inputRequired({
        inputRequests: {
          step2: inputRequired.elicit({
            message: 'Step 2: What is your favorite color?',
            requestedSchema: z.object({ color: z.string() }),
          }),
        },
        requestState: await requestState.mint('step2'),
      })
    return inputRequired({
      inputRequests: { step1: askName('Step 1: What is your name?') },
      requestState: await requestState.mint('step1'),
    })
  })
  add('test_input_required_result_capabilities', () => {
    const { elicitation, sampling } = server.server.getClientCapabilities() ?? {}
    return inputRequired({
      inputRequests: {
        ...(elicitation ? { user_name: askName() } : {}),
        ...(sampling ? { question: askModel('What is the capital of France?') } : {}),
      },
    })
  })
}

function addResources(server: McpServer): void {
  server.registerResource(
    'static-text',
    'test://static-text',
    { description: 'A text.', mimeType: 'text/plain' },
    async () => ({
      contents: [
        {
          uri: 'test://static-text',
          mimeType: 'text/plain',
          text: 'This is the content of the static text resource.',
        },
      ],
    }),
  )
  server.registerResource(
    'static-binary',
    'test://static-binary',
    { description: 'An image.', mimeType: 'image/png' },
    async () => ({ contents: [{ uri: 'test://static-binary', mimeType: 'image/png', blob: png }] }),
  )
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'Data of an id.', mimeType: 'application/json' },
    async (uri, { id }) => ({
      contents: [
        {
          uri: uri.href,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` }),
        },
      ],
    }),
  )
}

function addPrompts(server: McpServer): void {
  const toMessage = (text: string) => ({ role: 'user' as const, content: { type: 'text' as const, text } })
  server.registerPrompt('test_simple_prompt', { description: 'A text.' }, () => ({
    messages: [toMessage('This is a simple prompt for testing.')],
  }))
  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'A text with two arguments.',
      argsSchema: z.object({
        arg1: completable(z.string().describe('First test argument'), (start) =>
          ['paris', 'park', 'party'].filter((value) => value.startsWith(start)),
        ),
        arg2: z.string().describe('Second test argument'),
      }),
    },
    ({ arg1, arg2 }) => ({ messages: [toMessage(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  )
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'A resource.', argsSchema: z.object({ resourceUri: z.string().describe('URI of the resource') }) },
    ({ resourceUri: uri }) => ({
      messages: [
        {
          role: 'user',
          content: {
            type: 'resource',
            resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
          },
        },
        toMessage('Please process the embedded resource above.'),
      ],
    }),
  )
  server.registerPrompt('test_prompt_with_image', { description: 'An image.' }, () => ({
    messages: [
      { role: 'user', content: { type: 'image', data: png, mimeType: 'image/png' } },
      toMessage('Please analyze the image above.'),
    ],
  }))
  const contextSchema = z.object({ context: z.string() })
  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks for the context.' },
    ({ mcpReq: { inputResponses } }) => {
      const answer = acceptedContent(inputResponses, 'user_context', contextSchema)
      if (answer) return { messages: [toMessage(`Context: ${answer.context}`)] }
      return inputRequired({
        inputRequests: {
          user_context: inputRequired.elicit({
            message: 'What context should the prompt use?',
            requestedSchema: contextSchema,
          }),
        },
      })
    },
  )
}

const folder = process.argv.at(-1)!
const settings = unwrap(readEnvironment({ PORT: process.env.PORT, AW_DATA: join(folder, 'data') }, folder))
const running = unwrap(await startServer({ ...settings, createMcpServer: createConformanceServer, onError: logError }))
process.on('SIGTERM', () => void running.close().then(() => process.exit(0)))
