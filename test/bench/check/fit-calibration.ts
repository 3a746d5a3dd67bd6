import { toModelTerms, type FindingEvidence } from '@aw-flow/agents'

/** A judged finding: its class, the evidence for it, and whether it is right. */
export interface JudgedClaim {
  /** The table and column. Findings of one class in one column are correlated. */
  readonly column: string
  readonly class: string
  readonly evidence: FindingEvidence
  readonly isWrong: boolean
}

/** The weights of the calibration, as in `calibration.json`: intercept and slope per class, and two shared weights. */
export interface Calibration {
  readonly classes: Readonly<Record<string, readonly [intercept: number, slope: number]>>
  readonly agreeingRows: number
  readonly mayBeConvention: number
}

/** Mean and standard deviation of each weight before any finding is judged: intercept, slope and the shared weights. */
const priors = [
  [-1, 1.5],
  [0.5, 0.25],
  [0.2, 0.3],
  [-0.5, 0.5],
] as const
const minSlope = 0.1
const rounds = 300

/**
 * Fits a logistic model per class of findings, with shared weights for rows that agree and for conventions (ridge
 * regression by coordinate descent). Of n correlated findings, each has a weight of n^(-1/4).
 */
export function fitCalibration(claims: readonly JudgedClaim[]): Calibration {
  const sizes = new Map<string, number>()
  const getGroup = (claim: JudgedClaim): string => `${claim.class}|${claim.column}`
  for (const claim of claims) sizes.set(getGroup(claim), (sizes.get(getGroup(claim)) ?? 0) + 1)
  const samples = claims.map((claim) => ({
    terms: toModelTerms(claim.evidence),
    class: claim.class,
    target: claim.isWrong ? 1 : 0,
    weight: (sizes.get(getGroup(claim)) as number) ** -0.25,
  }))
  const classNames = [...new Set(claims.map((claim) => claim.class))].toSorted()
  const classWeights = new Map(classNames.map((name) => [name, [priors[0][0], priors[1][0]] as [number, number]]))
  const sharedWeights: [number, number] = [priors[2][0], priors[3][0]]
  const improve = (weights: number[], index: number, term: number, members: typeof samples): void => {
    const [mean, deviation] = priors[term] as readonly [number, number]
    let gradient = (mean - (weights[index] as number)) / deviation ** 2
    let curvature = 1 / deviation ** 2
    for (const { terms, class: name, target, weight } of members) {
      const all = [...(classWeights.get(name) as [number, number]), ...sharedWeights]
      const p = 1 / (1 + Math.exp(-terms.reduce((sum, value, at) => sum + value * (all[at] as number), 0)))
      gradient += weight * (target - p) * (terms[term] as number)
      curvature += weight * p * (1 - p) * (terms[term] as number) ** 2
    }
    weights[index] = (weights[index] as number) + gradient / curvature
    if (term === 1) weights[index] = Math.max(minSlope, weights[index])
  }
  const samplesByClass = new Map(classNames.map((name) => [name, samples.filter((sample) => sample.class === name)]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, members] of samplesByClass)
      for (const term of [0, 1]) improve(classWeights.get(name) as number[], term, term, members)
    for (const term of [2, 3]) improve(sharedWeights, term - 2, term, samples)
  }
  const round = (value: number): number => Math.round(100 * value) / 100
  return {
    classes: Object.fromEntries([...classWeights].map(([name, [a, b]]) => [name, [round(a), round(b)] as const])),
    agreeingRows: round(sharedWeights[0]),
    mayBeConvention: round(sharedWeights[1]),
  }
}
