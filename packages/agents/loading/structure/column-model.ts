const order = 5
const [startMark, endMark] = ['\u0002', '\u0003']
/** How many characters a class stands for. */
const sizes: Record<string, number> = { '0': 10, a: 26, A: 26, l: 2000 }
const mostLearnt = 15_000

interface Context {
  total: number
  next: Map<string, number>
}

/**
 * How the texts of a column are written, learnt from some of them: which class of character (digit, small letter,
 * capital, any other one itself) follows which, up to five back (Witten and Bell's smoothing). Costs are in nats, -ln of
 * a text's probability: what looks like the column's texts costs little, and so does a value that occurs in it often.
 */
export class ColumnModel {
  private readonly contexts = new Map<string, Context>()
  private readonly emptyCost: number
  private readonly filledCost: number
  private readonly known = new Map<string, number>()
  private readonly counts = new Map<string, number>()
  private readonly total: number

  constructor(texts: readonly string[]) {
    const empty = texts.filter((text) => text === '').length
    const chance = (empty + 0.5) / (texts.length + 1)
    this.emptyCost = -Math.log(chance)
    this.filledCost = -Math.log(1 - chance)
    this.total = texts.length
    let learnt = 0
    for (const text of texts) {
      this.counts.set(text, (this.counts.get(text) ?? 0) + 1)
      if (text === '' || learnt > mostLearnt) continue
      learnt += text.length
      this.learn(text)
    }
  }

  cost(text: string): number {
    if (text === '') return this.emptyCost
    const known = this.known.get(text)
    if (known !== undefined) return known
    const cost = this.prefixCosts(text).at(-1) as number
    this.known.set(text, cost)
    return cost
  }

  /** The cost of each beginning of a text, by its length. */
  prefixCosts(text: string): number[] {
    const classes = startMark.repeat(order) + classesOf(text)
    const costs = [this.emptyCost]
    let sum = this.filledCost
    for (let at = 0; at < text.length; at++) {
      sum += this.step(classes.slice(at, at + order), classes[at + order] as string)
      costs.push(this.asValue(text.slice(0, at + 1), sum + this.step(classes.slice(at + 1, at + 1 + order), endMark)))
    }
    return costs
  }

  /** The cost of the rest of a text, by where it begins. */
  suffixCosts(text: string): number[] {
    const classes = classesOf(text)
    const inside = startMark.repeat(order) + classes
    const length = text.length
    const tails = Array.from({ length: length + 1 }, () => 0)
    tails[length] = this.step(inside.slice(length, length + order), endMark)
    for (let at = length - 1; at >= 0; at--)
      tails[at] = (tails[at + 1] as number) + this.step(inside.slice(at, at + order), classes[at] as string)
    const costs: number[] = []
    for (let from = 0; from < length; from++) {
      const begin = startMark.repeat(order) + classes.slice(from, from + order)
      const steps = Math.min(order, length - from)
      let sum = this.filledCost
      for (let at = 0; at < steps; at++) sum += this.step(begin.slice(at, at + order), begin[at + order] as string)
      const rest =
        steps < order ? this.step(begin.slice(steps, steps + order), endMark) : (tails[from + order] as number)
      costs.push(this.asValue(text.slice(from), sum + rest))
    }
    return [...costs, this.emptyCost]
  }

  /** A text that is often a value of the column as a whole costs no more than that says. */
  private asValue(text: string, cost: number): number {
    const count = this.counts.get(text) ?? 0
    return count < 2 ? cost : Math.min(cost, -Math.log(count / (this.total + 1)))
  }

  private learn(text: string): void {
    const classes = startMark.repeat(order) + classesOf(text) + endMark
    for (let at = order; at < classes.length; at++) {
      for (let length = 0; length <= order; length++) {
        const key = classes.slice(at - length, at)
        let context = this.contexts.get(key)
        if (!context) this.contexts.set(key, (context = { total: 0, next: new Map() }))
        context.total++
        const next = classes[at] as string
        context.next.set(next, (context.next.get(next) ?? 0) + 1)
      }
    }
  }

  private step(before: string, next: string): number {
    let chance = 1 / 60
    for (let length = 0; length <= order; length++) {
      const context = this.contexts.get(length === 0 ? '' : before.slice(-length))
      if (!context) break
      const kinds = context.next.size
      chance = ((context.next.get(next) ?? 0) + kinds * chance) / (context.total + kinds)
    }
    return -Math.log(chance / (sizes[next] ?? 1))
  }
}

function classesOf(text: string): string {
  let classes = ''
  for (let at = 0; at < text.length; at++) classes += classOf(text[at] as string)
  return classes
}

function classOf(character: string): string {
  if (character >= '0' && character <= '9') return '0'
  if (character >= 'a' && character <= 'z') return 'a'
  if (character >= 'A' && character <= 'Z') return 'A'
  if (character < '\u0080') return character
  if (/\p{Ll}/u.test(character)) return 'a'
  if (/\p{Lu}/u.test(character)) return 'A'
  return /\p{L}/u.test(character) ? 'l' : character
}
