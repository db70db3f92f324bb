import { waitForAnswer } from './answers.js'
import type { RunningServer, Unavailable } from './engine.js'

/** Uses the server that `DYNAMODB_URL` names. It is somebody else's, so it is never stopped. */
export async function useUrl(timeout: number): Promise<RunningServer | Unavailable> {
  const endpoint = process.env.DYNAMODB_URL
  if (!endpoint) return { wanting: 'DYNAMODB_URL is not set: set it to the address of a DynamoDB Local that runs' }
  if (!/^https?:$/.test(protocol(endpoint))) {
    return { wanting: 'DYNAMODB_URL is no http address: set it to one such as http://localhost:8000' }
  }
  const description = `DynamoDB at ${new URL(endpoint).origin}`
  if (!(await waitForAnswer(endpoint, timeout))) {
    return {
      wanting: `nothing answers at DYNAMODB_URL (${new URL(endpoint).origin}): start it there, or unset the variable`,
    }
  }
  return { endpoint, description, stop: async () => {} }
}

function protocol(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : ''
}
