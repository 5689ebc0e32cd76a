"""Health of people, decision-making units and companies, each number with its inputs."""
