const contextLength = 5
const [startMarker, endMarker] = ['\u0002', '\u0003']
/** Number of characters per class. */
const classSizes: Record<string, number> = { '0': 10, a: 26, A: 26, l: 2000 }
const maxTrainingCharacters = 15_000

interface Context {
  total: number
  nextCounts: Map<string, number>
}

/**
 * Character-level language model of a column's values. It predicts the class of each character (digit, lower case,
 * upper case, other letter, or a specific symbol) from up to five preceding classes, with Witten-Bell smoothing. Costs
 * are in nats (-ln of the probability). Strings that resemble the column's values, and frequent values, have low costs.
 */
export class ColumnModel {
  private readonly contexts = new Map<string, Context>()
  private readonly emptyCost: number
  private readonly nonEmptyCost: number
  private readonly cachedCosts = new Map<string, number>()
  /** Costs keyed by a class and its preceding classes. These sequences repeat much more often than entire strings. */
  private readonly cachedStepCosts = new Map<string, number>()
  private readonly valueFrequencies = new Map<string, number>()
  /** Lengths of values that occur more than once. */
  private readonly repeatedLengths = new Set<number>()
  private readonly valueCount: number

  constructor(values: readonly string[]) {
    const emptyCount = values.filter((text) => text === '').length
    const probability = (emptyCount + 0.5) / (values.length + 1)
    this.emptyCost = -Math.log(probability)
    this.nonEmptyCost = -Math.log(1 - probability)
    this.valueCount = values.length
    let trainedCharacterCount = 0
    for (const text of values) {
      const count = (this.valueFrequencies.get(text) ?? 0) + 1
      this.valueFrequencies.set(text, count)
      if (count > 1) this.repeatedLengths.add(text.length)
      if (text === '' || trainedCharacterCount > maxTrainingCharacters) continue
      trainedCharacterCount += text.length
      this.train(text)
    }
  }

  computeCost(text: string): number {
    if (text === '') return this.emptyCost
    const cachedCost = this.cachedCosts.get(text)
    if (cachedCost !== undefined) return cachedCost
    const classes = startMarker.repeat(contextLength) + toClasses(text) + endMarker
    let sum = this.nonEmptyCost
    for (let index = contextLength; index < classes.length; index++)
      sum += this.computeStepCost(classes.slice(index - contextLength, index), classes[index] as string)
    const cost = this.limitByFrequency(text, 0, text.length, sum)
    this.cachedCosts.set(text, cost)
    return cost
  }

  /** Returns the cost of every prefix of a string, indexed by length. */
  computePrefixCosts(text: string): number[] {
    const classes = startMarker.repeat(contextLength) + toClasses(text)
    const costs = [this.emptyCost]
    let sum = this.nonEmptyCost
    for (let index = 0; index < text.length; index++) {
      sum += this.computeStepCost(classes.slice(index, index + contextLength), classes[index + contextLength] as string)
      costs.push(
        this.limitByFrequency(
          text,
          0,
          index + 1,
          sum + this.computeStepCost(classes.slice(index + 1, index + 1 + contextLength), endMarker),
        ),
      )
    }
    return costs
  }

  /** Returns the cost of every suffix of a string, indexed by start position. */
  computeSuffixCosts(text: string): number[] {
    const classes = toClasses(text)
    const paddedClasses = startMarker.repeat(contextLength) + classes
    const length = text.length
    const tailCosts = Array.from({ length: length + 1 }, () => 0)
    tailCosts[length] = this.computeStepCost(paddedClasses.slice(length, length + contextLength), endMarker)
    for (let index = length - 1; index >= 0; index--)
      tailCosts[index] =
        (tailCosts[index + 1] as number) +
        this.computeStepCost(paddedClasses.slice(index, index + contextLength), classes[index] as string)
    const costs: number[] = []
    for (let start = 0; start < length; start++) {
      const suffixClasses = startMarker.repeat(contextLength) + classes.slice(start, start + contextLength)
      const stepCount = Math.min(contextLength, length - start)
      let sum = this.nonEmptyCost
      for (let index = 0; index < stepCount; index++)
        sum += this.computeStepCost(
          suffixClasses.slice(index, index + contextLength),
          suffixClasses[index + contextLength] as string,
        )
      const remainingCost =
        stepCount < contextLength
          ? this.computeStepCost(suffixClasses.slice(stepCount, stepCount + contextLength), endMarker)
          : (tailCosts[start + contextLength] as number)
      costs.push(this.limitByFrequency(text, start, length, sum + remainingCost))
    }
    return [...costs, this.emptyCost]
  }

  /** Caps the cost of a substring that is also a frequent value of the column. */
  private limitByFrequency(text: string, start: number, end: number, cost: number): number {
    // The length is checked first, because hashing every prefix of a long text would take quadratic time.
    if (!this.repeatedLengths.has(end - start)) return cost
    const count = this.valueFrequencies.get(text.slice(start, end)) ?? 0
    return count < 2 ? cost : Math.min(cost, -Math.log(count / (this.valueCount + 1)))
  }

  private train(text: string): void {
    const classes = startMarker.repeat(contextLength) + toClasses(text) + endMarker
    for (let index = contextLength; index < classes.length; index++) {
      for (let length = 0; length <= contextLength; length++) {
        const key = classes.slice(index - length, index)
        let context = this.contexts.get(key)
        if (!context) this.contexts.set(key, (context = { total: 0, nextCounts: new Map() }))
        context.total++
        const next = classes[index] as string
        context.nextCounts.set(next, (context.nextCounts.get(next) ?? 0) + 1)
      }
    }
  }

  private computeStepCost(precedingClasses: string, next: string): number {
    const cachedCost = this.cachedStepCosts.get(precedingClasses + next)
    if (cachedCost !== undefined) return cachedCost
    let probability = 1 / 60
    for (let length = 0; length <= contextLength; length++) {
      const context = this.contexts.get(length === 0 ? '' : precedingClasses.slice(-length))
      if (!context) break
      const distinctCount = context.nextCounts.size
      probability =
        ((context.nextCounts.get(next) ?? 0) + distinctCount * probability) / (context.total + distinctCount)
    }
    const cost = -Math.log(probability / (classSizes[next] ?? 1))
    this.cachedStepCosts.set(precedingClasses + next, cost)
    return cost
  }
}

function toClasses(text: string): string {
  let classes = ''
  for (let index = 0; index < text.length; index++) classes += toClass(text[index] as string)
  return classes
}

function toClass(character: string): string {
  if (character >= '0' && character <= '9') return '0'
  if (character >= 'a' && character <= 'z') return 'a'
  if (character >= 'A' && character <= 'Z') return 'A'
  if (character < '\u0080') return character
  if (/\p{Ll}/u.test(character)) return 'a'
  if (/\p{Lu}/u.test(character)) return 'A'
  return /\p{L}/u.test(character) ? 'l' : character
}
