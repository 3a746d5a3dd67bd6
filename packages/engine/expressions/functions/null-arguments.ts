/** A parameter of a JSONata signature. */
interface Parameter {
  isOptional: boolean
  /** Whether the value that is being evaluated is the argument if there are too few. */
  isContext: boolean
  rejectsNull: boolean
  /** Whether a list with null is rejected. */
  isTypedList: boolean
}

/** Reads the parameters of a JSONata signature, such as `<s-(sf)n?:a<s>>`. */
export function readParameters(definition: string): Parameter[] {
  const pattern = /(\([a-z]+\)|[a-z])(<[^<>]*>)?([-+?]?)/y
  pattern.lastIndex = 1
  const parameters: Parameter[] = []
  for (let match = pattern.exec(definition); match; match = pattern.exec(definition)) {
    const [, types = '', subtype = '', mark = ''] = match
    const isTypedList = types === 'a' && subtype !== ''
    parameters.push({
      isOptional: mark === '?',
      isContext: mark === '-',
      rejectsNull: isTypedList || /^\(?[snbo]/.test(types),
      isTypedList,
    })
  }
  return parameters
}

/**
 * Treats null in the arguments of a function like a missing value, because JSONata rejects it: a list of numbers or text
 * loses its nulls, and an optional argument is omitted.
 *
 * @returns `undefined` if another argument is null or missing. Then the function has no result.
 */
export function replaceNulls(
  parameters: readonly Parameter[],
  args: readonly unknown[],
  context: unknown,
): unknown[] | undefined {
  const isContextUsed = parameters[0]?.isContext && args.length < parameters.filter((one) => !one.isOptional).length
  if (isContextUsed && context === null && parameters[0]!.rejectsNull) return undefined
  const given = isContextUsed ? parameters.slice(1) : parameters
  const replaced = args.map((value, index) => {
    if (value === null && given[index]?.rejectsNull) return undefined
    return given[index]?.isTypedList && Array.isArray(value) ? value.filter((item) => item !== null) : value
  })
  const lacksArgument = replaced.some(
    (value, index) => value === undefined && given[index]?.rejectsNull && !given[index].isOptional,
  )
  return lacksArgument ? undefined : replaced
}
