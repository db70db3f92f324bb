import { type ConnectionOptions, createDatabase } from 'monotable'
import { Agent, type NewAgent, Skill, Team } from './model.js'

export type Registry = ReturnType<typeof openRegistry>

/** The registry in a DynamoDB. */
export function openRegistry(connection: ConnectionOptions) {
  return createDatabase({ ...connection, entities: { teams: Team, agents: Agent, skills: Skill } })
}

/** Adds an agent, active from now on. It comes before its skills: an entry never leads to an agent that isn't there. */
export async function registerAgent(db: Registry, agent: Omit<NewAgent, 'active' | 'activeSince'>) {
  const registered = await db.agents.create({ ...agent, active: true, activeSince: new Date().toISOString() })
  const { teamCode, id: agentId, name: agentName, capability } = registered
  const { skills, confidenceScore } = capability
  await Promise.all(skills.map(skill => db.skills.put({ teamCode, agentId, agentName, skill, confidenceScore })))
  return registered
}

export function getAgent(db: Registry, teamCode: string, id: string) {
  return db.agents.getOrThrow({ teamCode, id })
}

/** Neither the team's own item nor its skills are read, though they are in the same partition. */
export function agentsOfTeam(db: Registry, teamCode: string) {
  return db.agents.query({ teamCode })
}

export function reasoningAgents(db: Registry, since: string) {
  return db.agents.query.byType({ type: 'Reasoning Agent' }).gte({ createdAt: since })
}

export function activeAgents(db: Registry) {
  return db.agents.query.active({})
}

export function activeAgentsOfTeam(db: Registry, teamCode: string) {
  return db.agents.query.active({}).eq({ teamCode })
}

export function agentsWithSkill(db: Registry, skill: string, confidenceScore: number) {
  return db.skills.query.bySkill({ skill }).gte({ confidenceScore }).descending()
}

/** A rare question needs no index of its own: DynamoDB reads the team's agents, and returns those that fit. */
export function quickAgents(db: Registry, teamCode: string, domain: string) {
  return db.agents
    .query({ teamCode })
    .filter(({ capability }, { and, eq, lte }) =>
      and(eq(capability.domain, domain), lte(capability.estimatedLatency, 5)),
    )
    .project('id', 'name', 'capability.estimatedLatency', 'capability.skills')
}

/** The update that says that the agent is not active also takes it out of the index of those that are. */
export async function retire(db: Registry, teamCode: string, id: string) {
  const retired = await db.agents.update({ teamCode, id }).set({ active: false }).remove('activeSince')
  const { skills } = retired.capability
  await Promise.all(skills.map(skill => db.skills.delete({ teamCode, agentId: id, skill })))
  return retired
}
