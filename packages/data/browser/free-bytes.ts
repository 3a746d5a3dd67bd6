/** Bytes whose memory can be transferred, which browsers before 2024 do not support. */
interface TransferableBytes extends ArrayBuffer {
  transfer?(size: number): ArrayBuffer
}

/**
 * Frees the memory of bytes that have been copied. Without it, a file that is read in chunks takes as much memory as its
 * content until the next garbage collection.
 */
export function freeBytes(bytes: ArrayBuffer): void {
  const { transfer } = bytes as TransferableBytes
  transfer?.call(bytes, 0)
}
