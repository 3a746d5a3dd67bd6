import type { Sample } from './sample.ts'

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

/** Workflow generator. Its routes end with a slash where FastAPI's do. */
export const samplesOfB: readonly Sample[] = [
  {
    title: '5.1 The stored workflow, created',
    route: 'POST /api/v1/workflows/',
    body: { name: 'My Workflow', description: 'Description of workflow', nodes: [trigger, call], edges: [edge] },
    status: [200, 201],
    has: ['id', 'nodes', 'edges', 'created_by', 'created_at', 'updated_at'],
    equals: { name: 'My Workflow', version: 1, status: 'draft', ready: true },
    keep: { workflow: 'id' },
  },
  {
    title: '3.3 WorkflowCreateRequest with the name alone',
    route: 'POST /api/v1/workflows/',
    body: { name: 'Empty' },
    status: [200, 201],
    equals: { nodes: [], edges: [] },
  },
  {
    title: '3.3 WorkflowCreateRequest with nodes and without edges',
    route: 'POST /api/v1/workflows/',
    body: { name: 'One node', description: null, nodes: [trigger] },
    status: [200, 201],
    equals: { edges: [] },
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
    equals: { name: 'Test Workflow', description: 'A test workflow', edges: [] },
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
  { title: 'List workflows', route: 'GET /api/v1/workflows/?skip=0&limit=100', status: [200], has: ['items'] },
  {
    title: 'Get a workflow',
    route: 'GET /api/v1/workflows/{workflow}',
    status: [200],
    equals: { name: 'My Workflow' },
  },
  { title: 'Workflow not found', route: 'GET /api/v1/workflows/unknown', status: [404], shape: { detail: 'string' } },
  {
    title: '3.3 WorkflowUpdateRequest with a name',
    route: 'PUT /api/v1/workflows/{workflow}',
    body: { name: 'Renamed' },
    status: [200],
    equals: { name: 'Renamed', description: 'Description of workflow' },
  },
  {
    title: '3.3 WorkflowUpdateRequest with nodes',
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
    has: ['id', 'status'],
    keep: { execution: 'id' },
  },
  {
    title: '5.1 The stored execution',
    route: 'GET /api/v1/executions/{execution}',
    status: [200],
    has: ['status', 'started_at', 'completed_at', 'trigger_data', 'node_executions', 'final_result', 'error'],
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
  },
  {
    title: '5.1 Node executions',
    route: 'GET /api/v1/executions/{execution}/nodes',
    status: [200],
    has: ['items'],
  },
  {
    title: '6.1 Execute without a body',
    route: 'POST /api/v1/workflows/{workflow}/execute',
    status: [200, 202],
  },
  {
    title: '3.4 Generate a workflow',
    route: 'POST /api/v1/ai/generate-workflow',
    body: { prompt: 'Every morning call https://api.example.com/data and email the result' },
    status: [200],
    has: ['nodes', 'edges'],
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
    receives: [{ type: 'string', timestamp: 'time' }],
  },
  { title: '6.1 Delete a workflow', route: 'DELETE /api/v1/workflows/{workflow}', status: [200, 204] },
  {
    title: 'Health',
    route: 'GET /api/v1/health',
    status: [200],
    equals: { status: 'healthy' },
    shape: { timestamp: 'time' },
  },
  { title: 'Detailed health', route: 'GET /api/v1/health/detailed', status: [200], has: ['status', 'checks'] },
]
