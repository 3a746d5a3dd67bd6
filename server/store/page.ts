/** Which part of a list: `limit` items from `offset`. */
export interface PageRequest {
  limit: number
  offset: number
}

/** A part of a list, and how many there are in all. */
export interface Page<T> extends PageRequest {
  items: T[]
  total: number
}
