import { logRight, rateOf, slipKind, type ColumnModel } from './column-model.ts'
import { logMiswritten } from './error-rates.ts'
import { nearly } from './measure-dependency.ts'
import { othersWith, type Predictor, type Tally } from './predictor.ts'
import type { ColumnEvidence } from './column-evidence.ts'
import type { Proposal } from './propose-value.ts'

/** A cell's likeliest error. */
export interface Weighed {
  /** Absent: wrong, and nothing says what is right. */
  value?: string
  /** Log of the odds that the cell is wrong. */
  odds: number
  /** Log of how much likelier its column and its ways of going wrong make this error than none, the other columns left out. */
  change: number
  /** What told; a proposal of the column's own, or what the rest of the table says. */
  by: Predictor | Proposal
  /** How many rows say so, of how many. */
  support?: { agreeing: number; total: number }
}

/** What is right in fewer cases than that otherwise is taken for an error. */
const settledBelow = 0.009

interface Voice {
  predictor: Predictor
  tally: Tally
  weight: number
  /** The probability that the evidence does not hold for this cell. */
  doubt: number
  /** The value that it says, and the share of the column's cells without this value: what is right instead is one of these. */
  says: number
  otherwise: number
  /** The probability that another cell of the same evidence is wrong. */
  wrong: number
  /** It allows one value only; others of the same evidence that differ are wrong too. */
  isSettled: boolean
}

/** `masked`: columns of this row that may be wrong themselves, so that nothing follows from them. */
export function weighCell(
  row: number,
  evidence: ColumnEvidence,
  masked: ReadonlySet<number> = new Set(),
): Weighed | undefined {
  const { model } = evidence
  const { column } = model
  const written = column.values[column.observed[row] as number] as string
  const own = column.believed[row] === column.observed[row] ? 1 : 0
  const proposals = evidence.proposals(written)
  const voices = hear(row, evidence, masked)
  if (voices.length === 0) return ownOnly(proposals)
  const code = column.observed[row] as number
  if (proposals.length === 0 && voices.every(({ tally }) => code !== 0 && othersWith(tally, code) * 2 > tally.total))
    return undefined
  const isMissing = code === 0 || proposals[0]?.rule === 'missing'
  const rightAlone = (text: string): number => Math.exp(logRight(model, text, 0))
  const beside = proposals.reduce((least, { right: found = 0 }) => Math.min(least, found), 0)
  const right = isMissing
    ? mixMissing(voices, model, code === 0)
    : mix(voices, code, Math.exp(beside < 0 ? beside : logRight(model, written, own)), beside < 0)
  let best: Weighed | undefined
  for (const [value, proposed] of candidates(voices, proposals, column.values)) {
    if (value === written || value === '' || evidence.isHabit(written, value)) continue
    // What looks wrong itself repairs nothing.
    if (!proposed && (evidence.proposals(value)[0]?.odds ?? 0) > 2) continue
    const meant = column.codes.get(value) ?? -1
    const said = mix(voices, meant, rightAlone(value))
    const error = logWritten(written, value, evidence, isMissing, own, (voices[0] as Voice).isSettled)
    const besideIt = isMissing ? 0 : besideInContext(written, value, said, error, evidence, voices)
    let odds = Math.log(said) + error - Math.log(right + besideIt)
    // How a value is written is for its column to say, where nothing else is settled.
    if (proposed?.rule === 'format' && !(voices[0] as Voice).isSettled) odds = Math.max(odds, proposed.odds)
    if (best && odds <= best.odds) continue
    const voice = voices.reduce((most, one) =>
      othersWith(one.tally, meant) * one.weight > othersWith(most.tally, meant) * most.weight ? one : most,
    )
    const agreeing = othersWith(voice.tally, meant)
    const isWhole = voice.predictor.kind === 'parts'
    const change = error + (isWhole ? 0 : logRight(model, value, 0) - logRight(model, written, own))
    best =
      agreeing > 0
        ? { value, odds, change, by: voice.predictor, support: { agreeing, total: voice.tally.total } }
        : { value, odds, change, by: proposed ?? voice.predictor }
  }
  const [first] = proposals
  // Of a form or a word that no other cell of the evidence has, it tells nothing but what is usual there instead.
  if (
    first &&
    (first.rule === 'pattern' || first.rule === 'spelling') &&
    (best?.odds ?? -Infinity) < first.odds &&
    !(voices[0] as Voice).isSettled &&
    voices.every(({ tally }) => othersWith(tally, code) <= 0)
  )
    return ownOnly(proposals)
  return first?.rule === 'missing' && (best?.odds ?? -Infinity) < first.odds
    ? ({
        ...ownOnly(proposals),
        ...(best?.value !== undefined && best.odds > -3 ? { value: best.value } : {}),
      } as Weighed)
    : best
}

function ownOnly(proposals: readonly Proposal[]): Weighed | undefined {
  const [best] = proposals
  if (!best) return undefined
  return { ...(best.value === undefined ? {} : { value: best.value }), odds: best.odds, change: best.odds, by: best }
}

/**
 * The probability that a new value rightly stands beside one that the context has, as codes and dates of one group often
 * are a character apart.
 */
function besideInContext(
  written: string,
  value: string,
  said: number,
  error: number,
  { model, rates }: ColumnEvidence,
  voices: readonly Voice[],
): number {
  if ((model.column.counts[model.column.codes.get(written) ?? -1] ?? 0) > 1) return 0
  const kind = slipKind(written, value)
  const doubt = voices.reduce((sum, one) => sum + one.doubt, 0) / voices.length
  const rate = rates[rateOf(kind)]
  return (doubt * model.novelty * model.alike[kind] * said * Math.exp(error)) / rate
}

/** Those that settle the column are heard alone, where there are any that more than one row speaks for. */
function hear(row: number, { model, predictors, rates }: ColumnEvidence, masked: ReadonlySet<number>): Voice[] {
  const voices: Voice[] = []
  for (const predictor of predictors) {
    if (predictor.from.some((column) => masked.has(column))) continue
    const tally = predictor.tally(row)
    if (!tally) continue
    const wrong = Math.max(rates.other, Math.min(0.3, predictor.disagreement))
    const says = mostOf(tally)
    const agreeing = othersWith(tally, says)
    const isLone = agreeing >= nearly * tally.total
    const doubt = Math.min(0.9, (isLone ? predictor.lone : predictor.exceptions) + wrong ** agreeing)
    const isSettled = isLone && doubt < settledBelow
    const share = (model.column.counts[says] as number) / Math.max(1, model.filled)
    voices.push({
      predictor,
      tally,
      doubt,
      says,
      wrong,
      isSettled,
      otherwise: Math.max(0.02, 1 - share),
      weight: (predictor.weight * tally.total) / (tally.total + 1),
    })
  }
  const sure = voices.filter(({ isSettled }) => isSettled)
  return sure.length > 0 ? sure : voices
}

/** The value that most other cells have; 0 where none has one. */
function mostOf(tally: Tally): number {
  let most = 0
  for (const code of tally.counts.keys()) {
    if (code === 0 || othersWith(tally, code) <= 0) continue
    if (most === 0 || othersWith(tally, code) > othersWith(tally, most)) most = code
  }
  return most
}

/** A value so much rarer than the one that it resembles may be a slip that was made several times. */
const comparable = 0.02

/**
 * The probability of a value, as the voices say it together. `resembling`: it is a slip away from a frequent value, and may
 * be the same slip made again where others have it.
 */
function mix(voices: readonly Voice[], code: number, alone: number, resembling = false): number {
  let sum = 0
  let weights = 0
  for (const { tally, doubt, weight, says, otherwise, wrong, isSettled } of voices) {
    const count = othersWith(tally, code)
    const isSlip = resembling && count <= comparable * othersWith(tally, says)
    const held = !isSettled
      ? isSlip
        ? 0
        : count / tally.total
      : code === says
        ? 1
        : count === 0
          ? 0
          : wrong ** (othersWith(tally, says) - count)
    sum += weight * ((1 - doubt) * held + (code === says ? 0 : (doubt * alone) / otherwise))
    weights += weight
  }
  return sum / weights
}

/** The probability that a cell rightly has no value. */
function mixMissing(voices: readonly Voice[], { column, filled }: ColumnModel, isEmpty: boolean): number {
  const empty = column.counts[0] as number
  // What every hundredth cell does is a habit, whatever the others of its group have.
  const isHabit = isEmpty && (column.written[0] as number) >= 0.01 * (filled + empty)
  const alone = Math.max(0.3, empty - 1) / (filled + empty)
  let sum = 0
  let weights = 0
  for (const { tally, doubt: unheld, weight, isSettled } of voices) {
    const doubt = isHabit ? Math.max(0.5, unheld) : unheld
    const found = Math.max(0, othersWith(tally, 0))
    // Where a value is settled, a few that miss it are errors too.
    const without = isSettled && found < 0.15 * (found + tally.total) ? 0 : found
    sum += weight * (((1 - doubt) * without) / (tally.total + without) + doubt * alone)
    weights += weight
  }
  return sum / weights
}

function candidates(
  voices: readonly Voice[],
  proposals: readonly Proposal[],
  values: readonly string[],
): Map<string, Proposal | undefined> {
  const found = new Map<string, Proposal | undefined>()
  for (const { tally } of voices) {
    let [first, second] = [0, 0]
    for (const code of tally.counts.keys()) {
      if (code === 0 || othersWith(tally, code) <= 0) continue
      if (first === 0 || othersWith(tally, code) > othersWith(tally, first)) [first, second] = [code, first]
      else if (second === 0 || othersWith(tally, code) > othersWith(tally, second)) second = code
    }
    for (const code of [first, second]) if (code !== 0) found.set(values[code] as string, undefined)
  }
  for (const proposal of proposals) if (proposal.value !== undefined) found.set(proposal.value, proposal)
  return found
}

/** Log of the probability that a cell that was to hold `meant` holds `written`. */
function logWritten(
  written: string,
  meant: string,
  { model, rates }: ColumnEvidence,
  isMissing: boolean,
  own: number,
  isSettled: boolean,
): number {
  if (isMissing) return Math.log(rates.missing / 6)
  const known = othersInColumn(model, model.column.codes.get(written) ?? -1, own)
  const other = known > 0 ? Math.log((rates.other * (known / model.filled + 1 / model.distinct)) / 2) : -Infinity
  const garbled =
    Math.log(rates.garbled) + Math.min(model.texts.log(written, own > 0), -2.3 * Math.min(40, written.length))
  return Math.max(logMiswritten(written, meant, rates, isSettled), other, garbled)
}

const othersInColumn = ({ column }: ColumnModel, code: number, own = 1): number => (column.counts[code] ?? 0) - own
