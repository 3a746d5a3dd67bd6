/** A buffer whose memory can be transferred. Browsers before 2024 do not support this. */
interface TransferableBytes extends ArrayBuffer {
  transfer?(size: number): ArrayBuffer
}

/**
 * Frees a buffer whose bytes have already been copied. Otherwise, a file that is read in chunks would occupy as much
 * memory as its content until the next garbage collection.
 */
export function freeBytes(bytes: ArrayBuffer): void {
  const { transfer } = bytes as TransferableBytes
  transfer?.call(bytes, 0)
}
