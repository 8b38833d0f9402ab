import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/** A server in memory that speaks MongoDB's protocol as version 4.4 (wire 9), on the port given or any free one. */
public final class StandIn {
  public static void main(String[] arguments) {
    var backend = new MemoryBackend();
    backend.version(new MongoVersion() {
      @Override
      public List<Integer> getVersionArray() {
        return List.of(4, 4, 0);
      }

      @Override
      public int getWireVersion() {
        return 9;
      }
    });
    var server = new MongoServer(backend);
    server.bind("127.0.0.1", arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]));
    System.out.println(server.getConnectionString());
    System.out.flush();
  }
}
