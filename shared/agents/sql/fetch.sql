fetch forward {rows} from agent
