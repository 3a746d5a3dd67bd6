import { error, type Problem, type Result } from '@aw-flow/schema'
import type { z } from '@hono/zod-openapi'
import type { JsonBodyDeclaration } from '../http/json-body.ts'
import type { Caller, Permission } from '../security/caller.ts'
import type { Workflows } from '../store/workflows/workflows.ts'
import type { Page, PageRequest } from '../store/database/page.ts'
import type { ResourceStoreOptions } from './resource-store.ts'
import type { RowOf, RowTable } from '../store/database/workspace-rows.ts'

export type ResourceTable = RowTable
export type ResourceRow<Table extends ResourceTable> = RowOf<Table>

/** A route of a resource: its summary, and descriptions of its responses that differ from the usual ones. */
interface ResourceVerb {
  permission: Permission
  /** See `RouteDeclaration`. */
  startsRuns?: boolean
  summary: string
  description?: string
  errors?: Readonly<Record<number, string>>
}

interface ResourceProblems {
  notFound(id: string): Problem
  limit(max: number): Problem
  /** Absent if several rows can have the same name. */
  nameTaken?(name: string): Problem
}

/** The items of a resource that a request reads and changes. Methods of verbs that it does not declare are absent. */
export interface ResourceItems<Item, Answer, Create, Change, Filter> {
  toAnswer(item: Item): Answer
  list?(request: PageRequest, filter: Filter): Promise<Page<Item>>
  find?(id: string): Promise<Item | undefined>
  add?(body: Create): Promise<Result<Item>>
  /** Resolves with `undefined` for an unknown ID. */
  change?(id: string, body: Change): Promise<Result<Item> | undefined>
  /** Resolves with `false` or `undefined` for an unknown ID. */
  remove?(id: string): Promise<Result<true> | boolean | undefined>
}

/** A request that adds or changes a row of a resource. */
export interface ResourceRequest {
  caller: Caller
  store: ResourceStoreOptions & { workflows: Pick<Workflows, 'findSerialized'> }
}

/**
 * What the routes, the audit log and the export of an account need to know about a resource. A resource whose store does
 * more than the default one declares this, and `addVerbRoutes` adds its routes.
 */
export interface ResourceDeclaration<Shape extends z.ZodRawShape, Create, Change, Filter = unknown> {
  table: ResourceTable
  /** Noun in audit entries. */
  noun: string
  path: string
  tags: string[]
  exampleId: string
  /** The fields that the API returns. */
  answer: z.ZodObject<Shape>
  problems: Pick<ResourceProblems, 'notFound'>
  /** Columns that are not exported with an account, because they grant access. */
  secretColumns?: readonly string[]
  /**
   * Returns the person whose rows a caller sees and changes: their ID in the column `person`. The rows are exported and
   * deleted with the person's account. Absent for rows that all members of a workspace share.
   */
  getPerson?(caller: Caller): string
  /** Whether the domain of the resource adds its routes, because it has further ones. Otherwise, the app adds them. */
  hasFurtherRoutes?: boolean
  texts: {
    /** Description of a response with one row. */
    one: string
    notFound: string
  }
  /** `filter`: query parameters of a list that is read in pages. Absent: the list is returned as a whole. */
  list?: ResourceVerb & { listDescription: string; filter?: z.ZodObject & z.ZodType<Filter> }
  create?: ResourceVerb & { body: JsonBodyDeclaration<Create> }
  read?: ResourceVerb
  /**
   * `kind`: the row changes by PUT with the fields of `create`, and this field tells which of them it has. Default:
   * PATCH.
   */
  change?: ResourceVerb & { body: JsonBodyDeclaration<Change>; kind?: string }
  remove?: ResourceVerb
}

/**
 * A kind of rows of a workspace that members list, read, add, change and remove. Its routes, its store, the isolation of
 * workspaces, the export of an account and the audit log follow from the declaration. Routes and store methods that do
 * more are written beside it.
 */
export interface Resource<
  Table extends ResourceTable,
  Shape extends z.ZodRawShape,
  Create,
  Change,
> extends ResourceDeclaration<Shape, Create, Change> {
  table: Table
  /** Computes fields of the answer from columns: those that differ from their column, such as JSON. */
  computeFields?(row: ResourceRow<Table>): Partial<z.infer<z.ZodObject<Shape>>>
  /** Columns by which lists are sorted. */
  orderBy: readonly string[]
  /** Maximum number of rows in a workspace or, with `getPerson`, of a person. */
  limit: number
  problems: ResourceProblems
  /** Columns of a new row that its body does not set. */
  initialColumns?(now: Date): Partial<ResourceRow<Table>>
  /** Columns that change along with the fields in a body. */
  deriveColumns?(change: Change, now: Date): Partial<ResourceRow<Table>>
  /**
   * Checks a new or changed row.
   *
   * @param row All columns that a body can set, after the change.
   * @param change The columns that the body sets.
   * @throws {Rejection} if the row must not be stored.
   */
  check?(
    row: Partial<ResourceRow<Table>>,
    change: Partial<ResourceRow<Table>>,
    request: ResourceRequest,
  ): Promise<void> | void
}

/** Any resource with the default store. */
export type AnyResource = Resource<ResourceTable, z.ZodRawShape, unknown, unknown>

/** Declares a resource that has its own store. */
export const declareResource = <Shape extends z.ZodRawShape, Create, Change, Filter>(
  declaration: Omit<ResourceDeclaration<Shape, Create, Change, Filter>, 'hasFurtherRoutes'>,
): ResourceDeclaration<Shape, Create, Change, Filter> & { hasFurtherRoutes: true } => ({
  ...declaration,
  hasFurtherRoutes: true,
})

/** Declares a resource. Problems that it does not name have texts that fit every resource. */
export function defineResource<Table extends ResourceTable, Shape extends z.ZodRawShape, Create, Change>({
  hasUniqueNames = false,
  ...declaration
}: Omit<Resource<Table, Shape, Create, Change>, 'problems' | 'orderBy'> & {
  problems?: Partial<ResourceProblems>
  orderBy: readonly (keyof ResourceRow<Table> & string)[]
  /** Whether two rows of a workspace cannot have the same name. */
  hasUniqueNames?: boolean
}): Resource<Table, Shape, Create, Change> {
  const problems: ResourceProblems = {
    notFound: (id) => error('resource.not-found', { id, path: declaration.path }),
    limit: (max) => error('resource.limit', { max }),
    ...(hasUniqueNames && { nameTaken: (name: string) => error('resource.name-taken', { name }) }),
    ...declaration.problems,
  }
  return { ...declaration, problems }
}
