import type { WorkspaceBackend } from '../backend.ts'
import { addPeriods, type ReportRange, type SubjectFilter, type SubjectSums } from './analytics.ts'
import { periodToWire, rangeToWire, subjectToWire, toolToWire, totalsToWire } from './analytics-wire.ts'
import type { Dimension } from './measure-run.ts'

type Services = Pick<WorkspaceBackend, 'store' | 'accounts'>

async function readTrend({ store }: Services, range: ReportRange, workflowId?: string) {
  const dimension = workflowId === undefined ? 'all' : 'workflow'
  const trend = await store.analytics.listPeriods(range, dimension, workflowId)
  return { ...rangeToWire(range), totals: totalsToWire(addPeriods(trend)), trend: trend.map(periodToWire) }
}

const readSubjects = async ({ store }: Services, range: ReportRange, dimension: Dimension, filter: SubjectFilter) =>
  (await store.analytics.listSubjects(range, dimension, filter)).map((subject) => subjectToWire(subject))

/** Lists people with their names. Runs of triggers, which no person started, are one subject. */
async function readPeople(services: Services, range: ReportRange, order: SubjectFilter['order']) {
  const people = await services.store.analytics.listSubjects(range, 'person', { order })
  const names = await services.accounts?.users.findNames(people.flatMap(({ key }) => (key === '' ? [] : [key])))
  return people.map((subject: SubjectSums) => subjectToWire(subject, names))
}

/** Lists model agents with their names. A deleted agent has its id as name. */
async function readAgents({ store }: Services, range: ReportRange, order: SubjectFilter['order']) {
  const agents = await store.analytics.listSubjects(range, 'agent', { order })
  const found = await Promise.all(agents.map(({ key }) => store.modelAgents.find(key)))
  const names = new Map(found.flatMap((agent): [string, string][] => (agent ? [[agent.id, agent.name]] : [])))
  return agents.map((subject: SubjectSums) => subjectToWire(subject, names))
}

/** Reads the totals of a workspace and their trend. */
export async function readOverview(services: Services, range: ReportRange) {
  const [report, activeUsers] = await Promise.all([
    readTrend(services, range),
    services.store.analytics.countPeople(range),
  ])
  return { ...report, active_users: activeUsers }
}

/** Counts workflows and runs in progress. These numbers change between reports, so they are not cached. */
export async function readCurrentCounts({ store }: Services) {
  const one = { limit: 1, offset: 0 }
  const [workflows, published, running] = await Promise.all([
    store.workflows.listSummaries(one),
    store.workflows.listSummaries(one, { status: 'published' }),
    store.runs.list(one, { status: ['queued', 'running', 'waiting'] }),
  ])
  return { workflows: workflows.total, published_workflows: published.total, running: running.total }
}

/** Sums the calls of tools in the range of a report. They change without runs, so they are not cached. */
export async function readTools({ store }: Services, { from, to }: { from: string; to: string }) {
  const tools = await store.toolUsage.sum({ from: Date.parse(from), to: Date.parse(to) })
  return { tools: tools.map(toolToWire) }
}

/** Reads the totals of a workflow, its nodes and the models that it uses. */
export async function readWorkflowReport(services: Services, range: ReportRange, workflowId: string) {
  const [report, nodes, models] = await Promise.all([
    readTrend(services, range, workflowId),
    readSubjects(services, range, 'node', { workflowId, order: 'average' }),
    readSubjects(services, range, 'model', { workflowId, order: 'cost' }),
  ])
  return { ...report, nodes, models }
}

/** Reads the durations of runs, and the slowest workflows and nodes by average. */
export async function readPerformance(services: Services, range: ReportRange) {
  const [report, workflows, nodes] = await Promise.all([
    readTrend(services, range),
    readSubjects(services, range, 'workflow', { order: 'average' }),
    readSubjects(services, range, 'node', { order: 'average' }),
  ])
  return { ...report, slowest_workflows: workflows, slowest_nodes: nodes }
}

/** Reads the most used workflows, people, triggers, models and agents. */
export async function readUsage(services: Services, range: ReportRange) {
  const [report, workflows, people, triggers, models, agents] = await Promise.all([
    readTrend(services, range),
    readSubjects(services, range, 'workflow', { order: 'executions' }),
    readPeople(services, range, 'executions'),
    readSubjects(services, range, 'trigger', { order: 'executions' }),
    readSubjects(services, range, 'model', { order: 'executions', isCombined: true }),
    readAgents(services, range, 'executions'),
  ])
  return { ...report, workflows, people, triggers, models, agents }
}

/** Reads the cost of model calls by workflow, person, model and agent. */
export async function readCosts(services: Services, range: ReportRange) {
  const [report, workflows, people, models, agents] = await Promise.all([
    readTrend(services, range),
    readSubjects(services, range, 'workflow', { order: 'cost' }),
    readPeople(services, range, 'cost'),
    readSubjects(services, range, 'model', { order: 'cost', isCombined: true }),
    readAgents(services, range, 'cost'),
  ])
  return { ...report, workflows, people, models, agents }
}
