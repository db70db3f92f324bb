import type { TestProject } from 'vitest/node'
import { startLocalDynamoDB } from '../../src/testing/index.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's one DynamoDB Local answers. */
    readonly dynamodbEndpoint: string
  }
}

/** Starts one DynamoDB Local for the whole run: a Java virtual machine a file would be too much for a small machine. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const local = await startLocalDynamoDB()
  provide('dynamodbEndpoint', local.endpoint)
  return () => local.stop()
}
