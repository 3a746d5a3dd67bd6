/** A run that a worker holds. The lease number is a fencing token: writes with an earlier number are rejected. */
export interface HeldLease {
  id: string
  lease: number
}
