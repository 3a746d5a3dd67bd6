declare module 'd3-force' {
  export interface ForceNode {
    index?: number
    x: number
    y: number
    vx?: number
    vy?: number
  }
  export interface Simulation {
    force(name: string, force: unknown): Simulation
    stop(): Simulation
    tick(iterations?: number): Simulation
    alphaDecay(decay: number): Simulation
  }
  export interface LinkForce {
    distance(distance: number): LinkForce
    strength(strength: (link: { source: ForceNode; target: ForceNode }) => number): LinkForce
  }
  export interface ManyBodyForce {
    strength(strength: number): ManyBodyForce
    distanceMax(distance: number): ManyBodyForce
  }
  export interface PositionForce {
    strength(strength: number): PositionForce
  }
  export function forceSimulation(nodes: ForceNode[]): Simulation
  export function forceLink(links: { source: number; target: number }[]): LinkForce
  export function forceManyBody(): ManyBodyForce
  export function forceX(x?: number): PositionForce
  export function forceY(y?: number): PositionForce
}
