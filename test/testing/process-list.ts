import { execFileSync } from 'node:child_process'

/** The command lines of the processes that serve an endpoint with DynamoDB Local, their guards included. */
export function serversOf(endpoint: string): string[] {
  const port = new URL(endpoint).port
  const lines = execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' }).split('\n')
  return lines.filter(line => line.includes('DynamoDBLocal.jar') && line.includes(`-port ${port} `))
}
