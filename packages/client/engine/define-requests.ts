import type { z } from 'zod'

/** The types of a request's input, output and progress. */
export interface RequestTypes<Input, Output, Progress = never> {
  /** The input type. */
  input: Input
  /** The output type. */
  output: Output
  /** The type of progress updates sent before the output. */
  progress: Progress
}

type RequestTypeMap<TypeMap> = { [Name in keyof TypeMap]: RequestTypes<unknown, unknown, unknown> }

/** The schemas of a request. */
export interface RequestSchemas<Types extends RequestTypes<unknown, unknown, unknown>> {
  readonly input: z.ZodType<Types['input']>
  readonly output: z.ZodType<Types['output']>
  readonly progress?: z.ZodType<Types['progress']>
}

/** A request as it is sent to the worker. */
export interface RequestMessage<Name, Input> {
  readonly name: Name
  readonly input: Input
}

/** The schemas of all requests, keyed by request name. */
export type SchemasOf<TypeMap extends RequestTypeMap<TypeMap>> = {
  readonly [Name in keyof TypeMap]: RequestSchemas<TypeMap[Name]>
}

/** Functions that create request messages, keyed by request name. */
export type Requests<TypeMap extends RequestTypeMap<TypeMap>> = {
  readonly [Name in keyof TypeMap]: (input: TypeMap[Name]['input']) => RequestMessage<Name, TypeMap[Name]['input']>
}
