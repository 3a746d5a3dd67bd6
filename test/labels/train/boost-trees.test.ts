import { expect, it } from 'vitest'
import { boostTrees, findBest, type CandidateGroup } from './boost-trees.ts'

const options = { rounds: 40, depth: 2, learningRate: 0.3, seed: 1 }

/** Groups of three candidates with ten features, of which the largest first one decides and the others are noise. */
function createGroups(count: number, offset: number): CandidateGroup[] {
  return Array.from({ length: count }, (_, group) => {
    const features = Array.from({ length: 3 }, (_, candidate) =>
      Float32Array.from({ length: 10 }, (_, feature) => {
        const noise = Math.abs(Math.sin((group + offset) * 31 + candidate * 17 + feature * 7))
        return feature === 0 ? ((group + candidate) % 3) / 2 : noise
      }),
    )
    return { features, right: features.map(([first]) => first === 1) }
  })
}

it('ranks the right candidate of new groups first', () => {
  const trees = boostTrees(createGroups(60, 0), options)
  for (const { features, right } of createGroups(20, 1000)) expect(right[findBest(trees, features)]).toBe(true)
})

it('gives the same trees for the same groups', () => {
  expect(boostTrees(createGroups(12, 0), options)).toEqual(boostTrees(createGroups(12, 0), options))
})
