import type { z } from 'zod'

/** The types of a request's input, output and progress. */
export interface Exchange<Input, Output, Progress = never> {
  /** The input type. */
  input: Input
  /** The output type. */
  output: Output
  /** The type of progress updates sent before the output. */
  progress: Progress
}

type Exchanges<Table> = { [Name in keyof Table]: Exchange<unknown, unknown, unknown> }

/** The schemas of a request. */
export interface RequestSchemas<Types extends Exchange<unknown, unknown, unknown>> {
  readonly input: z.ZodType<Types['input']>
  readonly output: z.ZodType<Types['output']>
  readonly progress?: z.ZodType<Types['progress']>
  /** The handler also responds after an abort. A worker that does not respond in time is terminated. */
  readonly respondsToAbort?: true
}

/** A request as it is sent to the worker. */
export interface RequestMessage<Name, Input> {
  readonly name: Name
  readonly input: Input
}

/** Functions that create request messages, keyed by request name. Each function has its schemas as properties. */
export type Requests<Table extends Exchanges<Table>> = {
  readonly [Name in keyof Table]: RequestSchemas<Table[Name]> &
    ((input: Table[Name]['input']) => RequestMessage<Name, Table[Name]['input']>)
}

/**
 * Creates request functions from their schemas.
 *
 * @example
 *   const requests = defineRequests<{ double: Exchange<number, number> }>({
 *     double: { input: z.number(), output: z.number() },
 *   })
 *   await engine.ask(requests.double(4))
 */
export const defineRequests = <Table extends Exchanges<Table>>(schemas: {
  readonly [Name in keyof Table]: RequestSchemas<Table[Name]>
}): Requests<Table> =>
  Object.fromEntries(
    Object.entries<RequestSchemas<Exchange<unknown, unknown, unknown>>>(schemas).map(([name, properties]) => [
      name,
      Object.assign((input: unknown) => ({ name, input }), properties),
    ]),
  ) as unknown as Requests<Table>
