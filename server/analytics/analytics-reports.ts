import type { WorkspaceRunServices } from '../backend.ts'
import {
  addPeriods,
  type PeriodSums,
  type ReportRange,
  type ReportSums,
  type SubjectList,
  type SubjectSums,
} from './analytics.ts'
import { periodToWire, rangeToWire, subjectToWire, toolToWire, totalsToWire } from './analytics-wire.ts'

type Services = Pick<WorkspaceRunServices, 'store' | 'accounts'>

const trendToWire = (range: ReportRange, trend: readonly PeriodSums[]) => ({
  ...rangeToWire(range),
  totals: totalsToWire(addPeriods(trend)),
  trend: trend.map(periodToWire),
})

const subjectsToWire = (subjects: readonly SubjectSums[], names?: ReadonlyMap<string, string>) =>
  subjects.map((subject) => subjectToWire(subject, names))

/** Reads the names of the people who started runs. Runs started by triggers belong to one subject with an empty key. */
const readPeopleNames = async ({ accounts }: Services, people: readonly SubjectSums[]) =>
  accounts?.users.findNames(people.flatMap(({ key }) => (key === '' ? [] : [key])))

/** Reads the names of model agents. A deleted agent's ID is used as its name. */
const readAgentNames = ({ store }: Services, agents: readonly SubjectSums[]) =>
  store.modelAgents.findNames(agents.map(({ key }) => key))

/** Reads a workspace's totals and their trend. */
export async function readOverview({ store: { analytics } }: Services, range: ReportRange) {
  const [{ trend }, activeUsers] = await Promise.all([analytics.readSums(range, {}), analytics.countPeople(range)])
  return { ...trendToWire(range, trend), active_users: activeUsers }
}

/** Counts workflows and runs in progress. The counts change between reports, so they are not cached. */
export async function readCurrentCounts({ store }: Services) {
  const { workflows, publishedWorkflows, running } = await store.analytics.countCurrent()
  return { workflows, published_workflows: publishedWorkflows, running }
}

/** Sums tool calls within the report's range. Tools are also called outside runs, so the sums are not cached. */
export async function readTools({ store }: Services, { from, to }: ReportRange) {
  const tools = await store.toolUsage.sum({ from, to })
  return { tools: tools.map(toolToWire) }
}

/** Reads the totals of a workflow, with a breakdown by node and model. */
export async function readWorkflowReport({ store }: Services, range: ReportRange, workflowId: string) {
  const lists = {
    nodes: { dimension: 'node', order: 'average' },
    models: { dimension: 'model', order: 'cost' },
  } as const
  const { trend, nodes, models } = await store.analytics.readSums(range, lists, workflowId)
  return { ...trendToWire(range, trend), nodes: subjectsToWire(nodes), models: subjectsToWire(models) }
}

/** Reads run durations, and the workflows and nodes that are slowest on average. */
export async function readPerformance({ store }: Services, range: ReportRange) {
  const lists = {
    workflows: { dimension: 'workflow', order: 'average' },
    nodes: { dimension: 'node', order: 'average' },
  } as const
  const { trend, workflows, nodes } = await store.analytics.readSums(range, lists)
  return {
    ...trendToWire(range, trend),
    slowest_workflows: subjectsToWire(workflows),
    slowest_nodes: subjectsToWire(nodes),
  }
}

/** Creates the subject lists shared by the usage and cost reports. */
const createLists = (order: SubjectList['order']) =>
  ({
    workflows: { dimension: 'workflow', order },
    people: { dimension: 'person', order },
    models: { dimension: 'model', order, isCombined: true },
    agents: { dimension: 'agent', order },
  }) as const

/** Reads usage, broken down by workflow, person, trigger, model and agent. */
export async function readUsage(services: Services, range: ReportRange) {
  const lists = { ...createLists('executions'), triggers: { dimension: 'trigger', order: 'executions' } } as const
  const { triggers, ...sums } = await services.store.analytics.readSums(range, lists)
  return { ...(await subjectListsToWire(services, range, sums)), triggers: subjectsToWire(triggers) }
}

/** Reads the cost of model calls, broken down by workflow, person, model and agent. */
export async function readCosts(services: Services, range: ReportRange) {
  const sums = await services.store.analytics.readSums(range, createLists('cost'))
  return subjectListsToWire(services, range, sums)
}

async function subjectListsToWire(
  services: Services,
  range: ReportRange,
  { trend, workflows, people, models, agents }: ReportSums<keyof ReturnType<typeof createLists>>,
) {
  const [peopleNames, agentNames] = await Promise.all([
    readPeopleNames(services, people),
    readAgentNames(services, agents),
  ])
  return {
    ...trendToWire(range, trend),
    workflows: subjectsToWire(workflows),
    people: subjectsToWire(people, peopleNames),
    models: subjectsToWire(models),
    agents: subjectsToWire(agents, agentNames),
  }
}
