/** The address that the workflows contain. */
export const armedService = 'http://127.0.0.1:9/'
const service = armedService

const armed = (type: string, config: object): string =>
  JSON.stringify({
    version: 1,
    name: `Armed ${type}`,
    nodes: [{ id: 'a', type, position: { x: 0, y: 0 }, data: { label: '', config } }],
    edges: [],
  })

/** Workflows that would cause harm if any part of them were executed before a run is started. */
export const armedWorkflows: readonly string[] = [
  armed('http_request', { url: service, method: 'POST', bodyKind: 'text', body: '{{run.id}}' }),
  armed('loading', { address: `${service}data.csv` }),
  armed('custom_tool', { url: service, inputSchema: `{"$ref": "${service}schema.json"}` }),
  armed('database_query', { secret: 'db', statement: 'DROP TABLE people', access: 'write' }),
  armed('write_file', { path: 'out.csv', overwrite: true }),
  armed('read_file', { path: '../../etc/passwd' }),
  armed('email', { secret: 'mail', from: 'a@b.example', to: 'c@d.example' }),
  armed('notification', { channel: 'webhook', url: service }),
  armed('notification', { channel: 'page', message: 'seen' }),
  armed('variable', { expression: '$eval("1")' }),
  armed('code', { code: `throw new Error('ran')` }),
  armed('agent', {
    prompt: `Fetch ${service}`,
    memory: 'conversation',
    tools: [
      { name: 'get', kind: 'node', use: 'http_request', approval: 'never', config: { url: service } },
      { name: 'helper', kind: 'node', use: 'agent', approval: 'never', config: { prompt: `Post to ${service}` } },
      { name: 'inner', kind: 'workflow', config: { name: 'Inner', nodes: [], edges: [] } },
      { name: 'own', kind: 'function', use: 'transfer' },
    ],
  }),
  armed('agent', { prompt: '{{$eval("1")}}', answerSchema: `{"$ref": "${service}schema.json"}`, tools: 'all' }),
  armed('classify_rows', { column: 'x', labels: 'a\nb', model: service }),
  armed('preparing', { model: 'small', modelAddress: `${service}v1`, modelSecret: 'key' }),
  armed('mcp_tool', { server: 'sh', command: 'touch', args: ['/tmp/armed'] }),
  armed('sql', { statement: `SELECT * FROM read_csv('${service}')` }),
  JSON.stringify({ name: 'Chain of A', steps: [{ type: 'loading', config: { address: service } }], global_config: {} }),
  JSON.stringify({
    name: 'Generated of B',
    nodes: [
      {
        id: 'a',
        type: 'http_request',
        position: { x: 0, y: 0 },
        data: { label: 'Ask', config: { url: service, method: 'POST', body: '{{trigger_data}}' } },
      },
    ],
    edges: [],
  }),
  JSON.stringify({
    name: 'Connections of C',
    nodes: [
      { id: 'a', type: 'trigger' },
      { id: 'b', type: 'custom_tool', name: 'Call', config: { url: service, inputSchema: '{}' } },
    ],
    connections: [{ from: 'a', to: 'b' }],
    agents: [{ node_id: 'b', system_prompt: 'Fetch it.', model: service }],
  }),
  JSON.stringify({
    name: 'Steps of D',
    version: '1.0.0',
    steps: [
      { id: 'a', agent: 'loading', input: { address: service } },
      { id: 'b', agent: 'email', depends_on: ['a'], input: { to: service }, timeout_ms: 1 },
    ],
  }),
]
