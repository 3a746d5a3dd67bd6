import type { Sample, Shape } from './sample.ts'

const trigger = {
  id: 'node-1',
  type: 'trigger',
  position: { x: 100, y: 100 },
  data: { label: 'Manual Trigger', config: {} },
}
const call = {
  id: 'node-2',
  type: 'http_request',
  position: { x: 300, y: 100 },
  data: { label: 'API Call', config: { url: 'https://api.example.com/data', method: 'GET' } },
}
const edge = { id: 'edge-1', source: 'node-1', target: 'node-2' }

const stored = {
  name: 'My Workflow',
  description: 'Description of workflow',
  nodes: [trigger, call],
  edges: [edge],
  created_by: 'user-id',
  created_at: '2025-08-20T10:00:00Z',
  updated_at: '2025-08-20T10:00:00Z',
  version: 1,
  status: 'published',
}
const workflow: Shape = {
  id: 'string',
  name: 'string',
  created_by: 'string',
  created_at: 'time',
  updated_at: 'time',
  version: 'number',
  status: 'string',
}
const nodeExecution = {
  node_id: 'node-1',
  node_type: 'trigger',
  status: 'completed',
  input_data: {},
  output_data: {},
  error: null,
  started_at: '2025-08-20T10:00:00Z',
  completed_at: '2025-08-20T10:00:00Z',
}

/** Workflow generator. Its routes end with a slash where FastAPI's do. */
export const samplesOfB: readonly Sample[] = [
  {
    title: '5.1 The stored workflow, created',
    route: 'POST /api/v1/workflows/',
    body: { name: 'My Workflow', description: 'Description of workflow', nodes: [trigger, call], edges: [edge] },
    status: [200, 201],
    equals: { name: 'My Workflow', version: 1, status: 'draft', ready: true },
    keep: { workflow: 'id' },
    shows: stored,
  },
  {
    title: '3.3 WorkflowCreateRequest with the name alone',
    route: 'POST /api/v1/workflows/',
    body: { name: 'Empty' },
    status: [200, 201],
    equals: { nodes: [], edges: [] },
    shape: { ...workflow, nodes: 'array', edges: 'array' },
  },
  {
    title: '3.3 WorkflowCreateRequest with nodes and without edges',
    route: 'POST /api/v1/workflows/',
    body: { name: 'One node', description: null, nodes: [trigger] },
    status: [200, 201],
    equals: { edges: [] },
    shape: { ...workflow, nodes: 'array', edges: 'array' },
  },
  {
    title: '10.2 test_create_workflow',
    route: 'POST /api/v1/workflows/',
    body: {
      name: 'Test Workflow',
      description: 'A test workflow',
      nodes: [{ id: 'test-node', type: 'trigger', position: { x: 100, y: 100 }, data: { label: 'Test Trigger' } }],
      edges: [],
    },
    status: [200, 201],
    equals: {
      name: 'Test Workflow',
      description: 'A test workflow',
      edges: [],
    },
    shape: { ...workflow, nodes: 'array', edges: 'array' },
  },
  {
    title: '4.2 HTTP request with an object as its body',
    route: 'POST /api/v1/workflows/',
    body: {
      name: 'Post',
      nodes: [
        {
          ...trigger,
          data: { label: 'Webhook', config: { trigger_type: 'webhook' } },
        },
        {
          ...call,
          data: {
            label: 'Post',
            config: { url: 'https://api.example.com/data', method: 'POST', headers: { 'X-Id': '1' }, body: { a: 1 } },
          },
        },
      ],
      edges: [edge],
    },
    status: [200, 201],
    equals: { ready: true },
  },
  {
    title: 'List workflows',
    route: 'GET /api/v1/workflows/?skip=0&limit=100',
    status: [200],
    shape: { items: [workflow] },
  },
  {
    title: 'Get a workflow',
    route: 'GET /api/v1/workflows/{workflow}',
    status: [200],
    equals: { name: 'My Workflow' },
    shows: stored,
  },
  {
    title: 'Workflow not found',
    route: 'GET /api/v1/workflows/unknown',
    status: [404],
    equals: { detail: 'Workflow not found' },
  },
  {
    title: '3.3 WorkflowUpdateRequest with a name',
    shows: stored,
    route: 'PUT /api/v1/workflows/{workflow}',
    body: { name: 'Renamed' },
    status: [200],
    equals: { name: 'Renamed', description: 'Description of workflow' },
  },
  {
    title: '3.3 WorkflowUpdateRequest with nodes',
    shows: stored,
    route: 'PUT /api/v1/workflows/{workflow}',
    body: { nodes: [trigger, { ...call, position: { x: 400, y: 100 } }] },
    status: [200],
    equals: { name: 'Renamed', edges: [edge] },
  },
  {
    title: '3.3 WorkflowUpdateRequest with nodes that edges do not reach',
    route: 'PUT /api/v1/workflows/{workflow}',
    body: { nodes: [trigger] },
    status: [200],
    equals: { edges: [] },
    shape: { ...workflow, nodes: 'array', edges: 'array' },
  },
  {
    title: '5. React Flow: toObject() of the frontend',
    route: 'POST /api/v1/workflows/',
    body: {
      name: 'React Flow',
      nodes: [
        { ...trigger, width: 150, height: 40, measured: { width: 150, height: 40 }, selected: true, dragging: false },
        call,
      ],
      edges: [{ source: 'node-1', target: 'node-2', type: 'smoothstep', animated: true }],
      viewport: { x: 0, y: 0, zoom: 1 },
      created_by: 'user-1',
    },
    status: [200, 201],
    equals: { ready: true },
    shape: { edges: [{ id: 'string', source: 'string', target: 'string' }], ignored_fields: ['string'] },
  },
  {
    title: '6.1 Execute with trigger data as the body',
    route: 'POST /api/v1/workflows/{workflow}/execute',
    body: { order: 7 },
    status: [200, 202],
    keep: { execution: 'id' },
    shape: { id: 'string', workflow_id: 'string', status: 'string' },
  },
  {
    title: '5.1 The stored execution',
    route: 'GET /api/v1/executions/{execution}',
    status: [200],
    shape: {
      status: 'string',
      started_at: 'time?',
      completed_at: 'time?',
      trigger_data: 'object?',
      node_executions: 'array',
      final_result: 'object?',
      error: 'string?',
    },
    equals: { workflow_id: '{workflow}' },
  },
  {
    title: '5.1 The stored execution after its end',
    route: 'GET /api/v1/executions/{execution}',
    after: 'execution',
    status: [200],
    equals: {
      status: 'completed',
      trigger_data: { order: 7 },
      final_result: { 'node-1': { data: { order: 7 } } },
      error: null,
    },
    shows: {
      workflow_id: 'id',
      status: 'completed',
      started_at: '2025-08-20T10:00:00Z',
      completed_at: '2025-08-20T10:00:00Z',
      trigger_data: {},
      node_executions: [nodeExecution],
      final_result: {},
      error: null,
    },
  },
  {
    title: '5.1 Node executions',
    route: 'GET /api/v1/executions/{execution}/nodes',
    status: [200],
    shows: { items: [nodeExecution] },
  },
  {
    title: '6.1 Execute without a body',
    route: 'POST /api/v1/workflows/{workflow}/execute',
    status: [200, 202],
    shape: { id: 'string', status: 'string' },
  },
  {
    title: '3.4 Generate a workflow',
    route: 'POST /api/v1/ai/generate-workflow',
    body: { prompt: 'Every morning call https://api.example.com/data and email the result' },
    status: [200],
    shape: {
      nodes: [
        {
          id: 'string',
          type: 'string',
          position: { x: 'number', y: 'number' },
          data: { label: 'string', config: 'object' },
        },
      ],
      edges: 'array',
    },
  },
  {
    title: '3.4 Suggest the next nodes',
    route: 'POST /api/v1/ai/suggest-next',
    body: { current_nodes: [trigger], context: '' },
    status: [200],
    shape: { items: [{ type: 'string', label: 'string', description: 'string' }] },
  },
  {
    title: '6.2 The socket of a user, and a ping',
    route: 'WS /ws/local-owner',
    send: ['{"type": "ping"}'],
    receives: [{ type: 'string' }],
  },
  { title: '6.1 Delete a workflow', route: 'DELETE /api/v1/workflows/{workflow}', status: [200, 204] },
  {
    title: 'Health',
    route: 'GET /api/v1/health',
    status: [200],
    equals: { status: 'healthy' },
    shows: { status: 'healthy', timestamp: '2025-08-20T10:00:00Z' },
  },
  {
    title: 'Detailed health',
    route: 'GET /api/v1/health/detailed',
    status: [200],
    shows: { status: 'healthy', timestamp: '2025-08-20T10:00:00Z', checks: { database: {} } },
  },
]

/** Section 9.1: the seed shows no bodies, but how FastAPI signs in, and the response without a valid token. */
export const accountSamplesOfB: readonly Sample[] = [
  {
    title: '9.2 A request without a token',
    route: 'GET /api/v1/workflows/',
    status: [401],
    equals: { detail: 'Could not validate credentials' },
    responseHeaders: { 'www-authenticate': 'Bearer' },
  },
  {
    title: '9.2 A request with a token that is not valid',
    route: 'GET /api/v1/auth/me',
    headers: { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' },
    status: [401],
    equals: { detail: 'Could not validate credentials' },
    responseHeaders: { 'www-authenticate': 'Bearer' },
  },
  {
    title: 'Register without a code',
    route: 'POST /api/v1/auth/register',
    body: { email: 'b@example.com', password: 'correct horse battery', full_name: 'User Name' },
    status: [422],
    shape: { detail: 'string' },
  },
  {
    title: 'Ask for the code of an account',
    route: 'POST /api/v1/auth/request-otp',
    body: { email: 'b@example.com', purpose: 'signup' },
    status: [200],
  },
  {
    title: 'Register with the code',
    route: 'POST /api/v1/auth/register',
    body: { email: 'b@example.com', password: 'correct horse battery', full_name: 'User Name', code: '123456' },
    status: [200],
    shape: { access_token: 'string', token_type: 'string' },
  },
  {
    title: 'Login with the form of OAuth2PasswordRequestForm',
    route: 'POST /api/v1/auth/login',
    type: 'application/x-www-form-urlencoded',
    body: 'username=b%40example.com&password=correct+horse+battery',
    status: [415],
    shape: { detail: 'string' },
  },
  {
    title: 'Login',
    route: 'POST /api/v1/auth/login',
    body: { email: 'b@example.com', password: 'correct horse battery' },
    status: [200],
    shape: { access_token: 'string', token_type: 'string' },
    keep: { access_token: 'access_token' },
  },
  {
    title: '5.1 The stored user',
    route: 'GET /api/v1/auth/me',
    status: [200],
    shows: { email: 'user@example.com', full_name: 'User Name', is_active: true, created_at: '2025-08-20T10:00:00Z' },
  },
]
