/** Tells when the page is hidden or goes, while it is listened to. */
export interface LeaveWatch {
  /** Listens only while there is something that would be lost with the page. */
  watch(unsaved: boolean): void
}

export function createLeaveWatch({ onHidden, onLeave }: { onHidden: () => void; onLeave: () => void }): LeaveWatch {
  const onVisibilityChange = (): void => {
    if (document.visibilityState === 'hidden') onHidden()
  }
  return {
    watch(unsaved) {
      if (unsaved) {
        window.addEventListener('pagehide', onLeave)
        document.addEventListener('visibilitychange', onVisibilityChange)
      } else {
        window.removeEventListener('pagehide', onLeave)
        document.removeEventListener('visibilitychange', onVisibilityChange)
      }
    },
  }
}
